import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Log } from "../../observability/log.ts";
import type { Sessions, WaitingRule } from "../../sessions/contract.ts";
import type { Attention } from "../contract.ts";

/** What the sources need from their neighbours. */
export interface SessionSourcesDeps {
  readonly attention: Pick<Attention, "raise" | "close" | "closeSession" | "outcome" | "list" | "openCount">;
  readonly sessions: Pick<Sessions, "get" | "list" | "changes" | "onSignal" | "sendInput">;
  readonly screen: (session: string) => Promise<readonly string[]>;
  readonly settings: () => ConfigurationValues["attention"];
  readonly language: () => Language;
  readonly waitingRule: (tool: string) => WaitingRule | null;
  /** Whether the session's tool says by itself when it has finished. */
  readonly speaks: (session: string) => boolean;
  readonly log: Log;
}
