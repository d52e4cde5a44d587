import type { Link, LinkChannel } from "#shared/link/link.ts";

type Listener = (message: string | Uint8Array) => void;

/**
 * A link over a MessagePort whose messages are `[channel, message]`. `close()` of either side ends it: a port tells nobody that
 * its other end closed in every browser, so the end is also sent as the message `"close"`.
 */
export function createPortLink(port: MessagePort): Link {
  const listeners = new Map<LinkChannel, Listener>();
  const closeListeners = new Set<() => void>();
  let isClosed = false;

  const end = (): void => {
    if (isClosed) return;
    isClosed = true;
    port.close();
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  };

  port.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data === "close") return end();
    if (!Array.isArray(data)) return;
    const [channel, message]: unknown[] = data;
    if (channel !== "rpc" && channel !== "terminal") return;
    const body = message instanceof ArrayBuffer ? new Uint8Array(message) : message;
    if (typeof body === "string" || body instanceof Uint8Array) listeners.get(channel)?.(body);
  });
  port.addEventListener("close", end);
  port.start();

  return {
    send: (channel, message) => {
      if (!isClosed) port.postMessage([channel, message]);
    },
    onMessage: (channel, listener) => {
      listeners.set(channel, listener);
    },
    onClose: (listener) => {
      if (isClosed) listener();
      else closeListeners.add(listener);
    },
    close: () => {
      if (!isClosed) port.postMessage("close");
      end();
    },
  };
}
