import type { Terminals } from "../sessions/contract.ts";
import type { Caller } from "./caller.ts";

/** What every call's handler knows besides its input. `terminals` is there on live links only, not for REST calls. */
export interface CallContext {
  readonly caller: Caller;
  readonly terminals: Terminals | null;
}
