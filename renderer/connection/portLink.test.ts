import { describe, expect, test } from "vitest";
import type { LinkChannel } from "#shared/link/link.ts";
import { createPortLink } from "./portLink.ts";

function createPair() {
  const { port1, port2 } = new MessageChannel();
  return { near: createPortLink(port1), far: createPortLink(port2), farPort: port2 };
}

/** The next message of a channel. */
function next(link: ReturnType<typeof createPortLink>, channel: LinkChannel): Promise<string | Uint8Array> {
  const { promise, resolve } = Promise.withResolvers<string | Uint8Array>();
  link.onMessage(channel, resolve);
  return promise;
}

describe("a link over a MessagePort", () => {
  test("keeps calls and terminal frames apart", async () => {
    const { near, far } = createPair();
    const received = Promise.all([next(far, "rpc"), next(far, "terminal")]);
    near.send("terminal", new Uint8Array([1, 2, 255]));
    near.send("rpc", "{}");
    expect(await received).toEqual(["{}", new Uint8Array([1, 2, 255])]);
    near.close();
  });

  test("tells both sides once that it ended, and sends nothing afterwards", async () => {
    const { near, far } = createPair();
    let ends = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    near.onClose(() => {
      ends += 1;
    });
    far.onClose(() => {
      ends += 1;
      resolve();
    });
    near.close();
    near.close();
    near.send("rpc", "late");
    await promise;
    expect(ends).toBe(2);
  });

  test("tells a listener that came too late that it has ended", () => {
    const { near } = createPair();
    near.close();
    let isTold = false;
    near.onClose(() => {
      isTold = true;
    });
    expect(isTold).toBe(true);
  });

  test("drops what is no message of ours", async () => {
    const { far, near, farPort } = createPair();
    const received = next(near, "rpc");
    for (const junk of [null, 7, "x", {}, ["other", "x"], ["rpc", 7], ["rpc"]]) farPort.postMessage(junk);
    far.send("rpc", "good");
    expect(await received).toBe("good");
    far.close();
  });
});
