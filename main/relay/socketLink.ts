import type { Socket } from "socket.io";
import type { Link } from "#shared/link/link.ts";

/** A client's socket as a link: the events "rpc" and "terminal", each with one text or one binary message. */
export function createSocketLink(socket: Socket): Link {
  const whenWritable = watchWriting(socket);
  // How a client finds out that its link is dead, long before TCP would tell, and how slow it is.
  socket.on("echo", (answer: unknown) => {
    if (typeof answer === "function") answer();
  });
  return {
    send: (channel, message) => {
      if (socket.connected) socket.emit(channel, message);
    },
    onMessage: (channel, listener) => {
      socket.on(channel, (message: unknown) => {
        if (typeof message === "string" || message instanceof Uint8Array) listener(message);
        // Nothing of ours sends anything else under these names.
        else socket.disconnect(true);
      });
    },
    onClose: (listener) => {
      socket.once("disconnect", () => listener());
    },
    close: () => {
      socket.disconnect(true);
    },
    whenWritable,
  };
}

/**
 * The transport takes one batch at a time; packets made meanwhile wait until that batch has left for the kernel. So as long as
 * packets wait, the reader is behind. Waiters are let through one by one: the first one's message makes the next wait again.
 */
function watchWriting(socket: Socket): () => Promise<void> {
  const { conn } = socket;
  let waiting = 0;
  let flushed: PromiseWithResolvers<void> | null = null;
  const release = (): void => {
    flushed?.resolve();
    flushed = null;
  };
  conn.on("packetCreate", () => {
    waiting += 1;
  });
  conn.on("flush", () => {
    waiting = 0;
    release();
  });
  socket.once("disconnect", release);
  return async () => {
    while (waiting > 0 && socket.connected) {
      flushed ??= Promise.withResolvers<void>();
      await flushed.promise;
    }
  };
}
