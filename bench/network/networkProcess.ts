/** The network as a process of its own: neither the host nor the bench may be kept waiting by the other's share of it. */
import { createNetwork, type Network } from "./network.ts";
import type { NetworkReply, NetworkRequest } from "./networkMessages.ts";

let network: Network | undefined;

process.on("message", async (request: NetworkRequest) => {
  if (request.kind === "open") network = await createNetwork(request.targetPort, request.conditions);
  else if (request.kind === "cut") network?.cut(request.how);
  else network?.mend();
  const reply: NetworkReply = { kind: "done", port: network?.port ?? 0 };
  process.send?.(reply);
});
