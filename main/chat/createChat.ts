import type { Kysely } from "kysely";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Attention } from "../attention/contract.ts";
import type { Models } from "../models/contract.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { Chat, ToolBox } from "./contract.ts";

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

export async function createChat(_deps: ChatDeps): Promise<Chat> {
  const missing = async (): Promise<never> => {
    throw new AppError("UNAVAILABLE");
  };
  return {
    list: missing,
    changes: async function* () {},
    search: missing,
    create: missing,
    get: missing,
    follow: async function* () {},
    update: missing,
    delete: missing,
    restore: missing,
    send: missing,
    regenerate: missing,
    resume: missing,
    stop: missing,
    choose: missing,
    branch: missing,
    upload: missing,
    download: missing,
    export: missing,
    import: missing,
    tools: () => [],
    servers: async function* () {},
    [Symbol.asyncDispose]: async () => {},
  };
}
