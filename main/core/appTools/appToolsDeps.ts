import type { Attention } from "../../attention/contract.ts";
import type { Sessions } from "../../sessions/contract.ts";

/** What the app's tools need of the house. */
export interface AppToolsDeps {
  readonly sessions: Pick<Sessions, "get" | "list" | "start" | "sendInput"> & {
    readonly history: Pick<Sessions["history"], "rows" | "screen" | "search">;
  };
  readonly attention: Pick<Attention, "close" | "list" | "outcome" | "raise">;
}
