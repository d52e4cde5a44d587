import type { Kysely } from "kysely";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { HistoryProblem } from "./history/historyWriter.ts";
import type { ToolAdditions } from "./sessionStarter.ts";
import type { Tools } from "./tools/contract.ts";

/** What the sessions are given by the composition root. */
export interface SessionsOptions {
  readonly database: Kysely<Tables>;
  /** Where each session has a folder for its history. */
  readonly folder: string;
  readonly tools: Tools;
  readonly log: Log;
  /** The settings in force, asked every time. */
  settings(): { readonly maximum: number; readonly historyMegabytes: number; readonly stopGraceSeconds: number };
  /** The additions to a tool's environment with the secrets in place of their names. Throws SECRET_NOT_FOUND, KEYCHAIN_FAILED. */
  withSecrets(environment: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  /** What a tool is started with besides, so that it can call back. */
  prepareTool?(session: string, tool: string): Promise<ToolAdditions>;
  /** A session's program has ended. */
  onRunEnded?(session: string): void;
  /** Sessions were running when the app was cut off. */
  onInterrupted?(count: number): void;
  /** A history cannot be written, or (null) all can again. */
  onHistoryProblem?(problem: HistoryProblem | null): void;
  onStarted?(tool: string): void;
  onOutput?(bytes: number): void;
}
