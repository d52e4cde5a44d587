/** A viewer in a process of its own, so that it can be frozen, and so that its work does not disturb what the bench times. */

import { connectTo } from "./connectTo.ts";
import type { ReaderReply, ReaderRequest } from "./readerMessages.ts";
import { createScreen } from "./screen.ts";

const screen = createScreen();
let parsedTo = 0;
let target: number | undefined;
let bytes = 0;
let snapshots = 0;

process.on("message", (request: ReaderRequest) => {
  if (request.kind === "open") void open(request);
  else {
    target = request.offset;
    finishIfThere();
  }
});

async function open({ address, session, mode }: ReaderRequest & { kind: "open" }): Promise<void> {
  const wire = await connectTo(address);
  await wire.attach(session, {
    follow: "live",
    receive(delivery, acknowledge) {
      const isSnapshot = delivery.kind === "snapshot";
      const payload = isSnapshot ? delivery.state : delivery.bytes;
      const end = isSnapshot ? delivery.offset : delivery.offset + payload.byteLength;
      bytes += payload.byteLength;
      if (isSnapshot) snapshots += 1;
      if (mode === "drain") return acknowledge();
      screen.apply(delivery, () => {
        acknowledge();
        parsedTo = end;
        finishIfThere();
      });
    },
  });
  tell({ kind: "attached" });
}

function finishIfThere(): void {
  if (target === undefined || parsedTo < target) return;
  target = undefined;
  tell({ kind: "screen", cells: screen.cells(), bytes, snapshots });
}

function tell(reply: ReaderReply): void {
  process.send?.(reply);
}
