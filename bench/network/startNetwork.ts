import { fileURLToPath } from "node:url";
import { startHelper } from "../helperProcess.ts";
import type { CutKind, NetworkConditions } from "./network.ts";
import type { NetworkReply, NetworkRequest } from "./networkMessages.ts";

/** A network that runs in a process of its own. */
export interface RunningNetwork extends AsyncDisposable {
  readonly port: number;
  cut(kind: CutKind): Promise<void>;
  mend(): Promise<void>;
}

/** Starts a network that leads to a port of this machine. */
export async function startNetwork(targetPort: number, conditions: NetworkConditions): Promise<RunningNetwork> {
  const file = fileURLToPath(new URL("networkProcess.ts", import.meta.url));
  const helper = startHelper<NetworkRequest, NetworkReply>(file);
  const { port } = await helper.ask({ kind: "open", targetPort, conditions });
  return {
    port,
    async cut(how) {
      await helper.ask({ kind: "cut", how });
    },
    async mend() {
      await helper.ask({ kind: "mend" });
    },
    [Symbol.asyncDispose]: () => helper[Symbol.asyncDispose](),
  };
}
