import type { Kysely } from "kysely";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Attention } from "../attention/contract.ts";
import { Scope } from "../core/scope.ts";
import type { Models } from "../models/contract.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import { AttachmentStore } from "./attachments/attachmentStore.ts";
import { readInputs } from "./attachments/readInputs.ts";
import { ChatHouse } from "./chatHouse.ts";
import { PieceWriter } from "./checkpoints/pieceWriter.ts";
import { recoverInterrupted } from "./checkpoints/recoverInterrupted.ts";
import { Background } from "./context/background.ts";
import { modelOf } from "./context/prepareRequest.ts";
import { TokenCorrection } from "./context/tokenCorrection.ts";
import type { Chat, ToolBox } from "./contract.ts";
import { createConversations, expectConversation } from "./conversations.ts";
import { createDeletion } from "./deletion.ts";
import { createTransfer } from "./transfer/transfer.ts";
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
  const correction = new TokenCorrection();
  const background = scope.use(new Background({ ...deps, correction, house: () => house }));
  const turns = new Turns({
    ...deps,
    writer: new PieceWriter(database),
    correction,
    readInputs: (message) => readInputs(attachments, message),
    onEnded: (conversation, answer) => {
      background.considerSummary(conversation, { isTooLong: false });
      if (answer.state === "done") background.considerTitle(conversation);
    },
    onTooLong: (conversation) => background.considerSummary(conversation, { isTooLong: true }),
  });
  const house = new ChatHouse(database, {
    live: (id) => turns.live(id),
    isAsking: (id) => turns.isAsking(id),
    isSummarising: (id) => background.isSummarising(id),
    windowTokens: (key) => modelOf(models, key)?.contextTokens ?? 0,
  });
  const attachments = new AttachmentStore({ ...deps, exclusively: house.exclusively });
  const deletion = createDeletion({ ...deps, house, turns, attachments });
  scope.use(repeatedly(deletion.purge, deps.log));
  scope.defer(async () => {
    await turns.endAll();
    // What came in at the last moment begins and is ended at once.
    await house.exclusively.settled();
    await turns.endAll();
  });
  return {
    ...createConversations({ ...deps, house, turns }),
    ...createSending({ house, turns, now, attachments: (ids) => attachments.complete(ids) }),
    ...createTransfer({ ...deps, house }),
    delete: deletion.delete,
    restore: deletion.restore,
    upload: (piece) => attachments.upload(piece),
    download: (request) => attachments.download(request),
    changes: (signal) => house.list.read(signal),
    follow: async function* ({ id }, signal) {
      await expectConversation(house, id);
      yield* house.feed.follow(id, signal);
    },
    tools: () =>
      toolBox.tools().map(({ name, server, description, defaultPermission }) => {
        const set = settings().toolPermissions[name];
        return { name, server, description, permission: set ?? defaultPermission, isSet: set !== undefined };
      }),
    servers: (signal) => toolBox.serverChanges(signal),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

/** Often enough that what was deleted is gone soon after nobody can take it back. */
const purgeIntervalMs = 60_000;

/** Does the work now and every minute, one at a time; a failure is logged and the next minute tries again. */
function repeatedly(work: () => Promise<void>, log: Log): AsyncDisposable {
  let running: Promise<void> | null = null;
  const run = (): void => {
    running ??= work()
      .catch((error: unknown) => log.error("Deleted conversations could not be removed", { error }))
      .finally(() => {
        running = null;
      });
  };
  run();
  const timer = setInterval(run, purgeIntervalMs);
  timer.unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
