import type { MessagePortMain } from "electron";
import type { Link, LinkChannel } from "#shared/link/link.ts";

/**
 * A link over the main process's end of a channel; messages are `[channel, message]`, or "close". `onUnreadable` is told when the
 * page sends something else: that ends the link, because our own page never does. Start the port once the link is served.
 */
export function createPortLink(port: MessagePortMain, onUnreadable: () => void): Link {
  const listeners: { [Channel in LinkChannel]?: (message: string | Uint8Array) => void } = {};
  const closeListeners = new Set<() => void>();
  let isClosed = false;

  const end = (): void => {
    if (isClosed) return;
    isClosed = true;
    port.close();
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  };
  const close = (): void => {
    if (!isClosed) port.postMessage("close");
    end();
  };

  port.on("message", ({ data }: { data: unknown }) => {
    if (isClosed) return;
    if (data === "close") return end();
    const message = readMessage(data);
    if (message) {
      listeners[message.channel]?.(message.body);
    } else {
      onUnreadable();
      close();
    }
  });
  port.on("close", end);

  return {
    send: (channel, message) => {
      if (!isClosed) port.postMessage([channel, typeof message === "string" ? message : ownBytes(message)]);
    },
    onMessage: (channel, listener) => {
      listeners[channel] = listener;
    },
    onClose: (listener) => {
      if (isClosed) listener();
      else closeListeners.add(listener);
    },
    close,
  };
}

function readMessage(data: unknown): { channel: LinkChannel; body: string | Uint8Array } | undefined {
  if (!Array.isArray(data) || data.length !== 2) return undefined;
  const [channel, body]: unknown[] = data;
  if (channel !== "rpc" && channel !== "terminal") return undefined;
  return typeof body === "string" || body instanceof Uint8Array ? { channel, body } : undefined;
}

/** Cloning a view clones the whole buffer behind it, which may be a pool of other people's bytes. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}
