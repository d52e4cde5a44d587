/** Phones that watch a session, in a process of their own: their work must not count as the host's. */
import type { Delivery } from "../hosts/host.ts";
import { connectPhone } from "../phones/phoneWire.ts";
import { endOf } from "../terminal/burst.ts";
import type { WatcherReply, WatcherRequest } from "./watcherMessages.ts";

const positions: number[] = [];

process.on("message", async (request: WatcherRequest) => {
  if (request.kind === "watch") await watch(request);
  const reply: WatcherReply = { kind: "position", slowest: Math.min(...positions) };
  process.send?.(reply);
});

async function watch({ address, which, session }: WatcherRequest & { kind: "watch" }): Promise<void> {
  for (const phone of which) {
    const wire = await connectPhone(address, phone);
    const index = positions.push(0) - 1;
    await wire.attach(session, {
      follow: "live",
      receive(delivery: Delivery, acknowledge: () => void) {
        positions[index] = endOf(delivery);
        acknowledge();
      },
    });
  }
}
