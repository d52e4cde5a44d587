import type { Kysely } from "kysely";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Attention } from "../attention/contract.ts";
import { Scope } from "../core/scope.ts";
import type { Models } from "../models/contract.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import { ChatHouse } from "./chatHouse.ts";
import { PieceWriter } from "./checkpoints/pieceWriter.ts";
import { recoverInterrupted } from "./checkpoints/recoverInterrupted.ts";
import { modelOf } from "./context/prepareRequest.ts";
import { TokenCorrection } from "./context/tokenCorrection.ts";
import type { Chat, ToolBox } from "./contract.ts";
import { createConversations, expectConversation } from "./conversations.ts";
import { createSending } from "./turns/sending.ts";
import { Turns } from "./turns/turns.ts";

export interface ChatDeps {
  readonly database: Kysely<Tables>;
  /** Where attachments lie. */
  readonly folder: string;
  readonly log: Log;
  readonly settings: () => ConfigurationValues["chat"];
  readonly models: Pick<Models, "ask" | "list" | "modelFor">;
  readonly toolBox: Pick<ToolBox, "tools" | "servers" | "serverChanges" | "onChange">;
  /** Asks the user whether a tool may run. */
  readonly attention: Pick<Attention, "raise" | "close" | "outcome">;
  /** Keeps "allow always" or "deny always" for a tool, in the settings. */
  readonly setToolPermission: (tool: string, permission: "ask" | "allow" | "deny") => Promise<void>;
  readonly language: () => "en" | "zh-CN";
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Opens the conversations. Answers that a crash cut off are interrupted when it resolves. */
export async function createChat(given: ChatDeps): Promise<Chat> {
  const deps = { ...given, now: given.now ?? Date.now };
  const { database, models, toolBox, settings, now } = deps;
  await recoverInterrupted(deps);
  const scope = new Scope();
  const turns = new Turns({
    ...deps,
    writer: new PieceWriter(database),
    correction: new TokenCorrection(),
    readInputs: async (message) =>
      message.parts.flatMap((part) => (part.kind === "text" ? [{ kind: "text" as const, text: part.text }] : [])),
    onEnded: () => {},
    onTooLong: () => {},
  });
  const house = new ChatHouse(database, {
    live: (id) => turns.live(id),
    isAsking: (id) => turns.isAsking(id),
    isSummarising: () => false,
    windowTokens: (key) => modelOf(models, key)?.contextTokens ?? 0,
  });
  scope.defer(() => turns.endAll());
  const missing = async (): Promise<never> => {
    throw new AppError("UNAVAILABLE");
  };
  return {
    ...createConversations({ ...deps, house, turns }),
    ...createSending({ house, turns, now, attachments: async () => [] }),
    changes: (signal) => house.list.read(signal),
    follow: async function* ({ id }, signal) {
      await expectConversation(house, id);
      yield* house.feed.follow(id, signal);
    },
    delete: missing,
    restore: missing,
    branch: missing,
    upload: missing,
    download: missing,
    export: missing,
    import: missing,
    tools: () =>
      toolBox.tools().map(({ name, server, description, defaultPermission }) => {
        const set = settings().toolPermissions[name];
        return { name, server, description, permission: set ?? defaultPermission, isSet: set !== undefined };
      }),
    servers: (signal) => toolBox.serverChanges(signal),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}
