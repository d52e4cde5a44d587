import type { Link } from "#shared/link/link.ts";

/** Binary terminal frames to and from whichever link is live. Streams belong to a link: after a reconnection they are attached anew. */
export interface TerminalChannel {
  /** False if there is no link: the frame is gone. */
  send(frame: Uint8Array): boolean;
  onFrame(listener: (frame: Uint8Array) => void): Disposable;
}

/** The channel, and `use` by which the connection hands it each new link. */
export function createTerminalChannel(): TerminalChannel & { use(link: Link): void } {
  const listeners = new Set<(frame: Uint8Array) => void>();
  let current: Link | undefined;
  return {
    send: (frame) => {
      current?.send("terminal", frame);
      return current !== undefined;
    },
    onFrame: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    use: (link) => {
      current = link;
      link.onMessage("terminal", (message) => {
        if (typeof message === "string") return;
        for (const listener of listeners) listener(message);
      });
      link.onClose(() => {
        if (current === link) current = undefined;
      });
    },
  };
}
