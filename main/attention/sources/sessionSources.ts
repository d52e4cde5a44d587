import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Log } from "../../observability/log.ts";
import type { Sessions } from "../../sessions/contract.ts";
import type { Attention } from "../contract.ts";

export interface SessionSourcesDeps {
  readonly attention: Attention;
  readonly sessions: Pick<Sessions, "get" | "changes">;
  readonly settings: () => ConfigurationValues["attention"];
  readonly log: Log;
}

/** Raises items for what sessions do: bell, notifications, waiting, failing. Ends with the result's disposal. */
export function watchSessions(_deps: SessionSourcesDeps): AsyncDisposable {
  return { [Symbol.asyncDispose]: async () => {} };
}
