import type { CutKind, NetworkConditions } from "./network.ts";

/** What the bench tells the process that is the network. */
export type NetworkRequest =
  | { readonly kind: "open"; readonly targetPort: number; readonly conditions: NetworkConditions }
  | { readonly kind: "cut"; readonly how: CutKind }
  | { readonly kind: "mend" };

/** Its answer, to each request when it is done. */
export type NetworkReply = { readonly kind: "done"; readonly port: number };
