import { io, type Socket } from "socket.io-client";
import { AppError, appErrorFromShape, errorShape } from "#shared/errors/appError.ts";
import type { Link, LinkChannel } from "#shared/link/link.ts";

/** How long a server on this machine may take to answer the handshake. */
const handshakeTimeoutMs = 10_000;

/**
 * Opens a link to a running instance over socket.io, as browsers do, but with a bearer token. Rejects with the error the server
 * refused it with, LINK_CLOSED when nobody answers, or the signal's reason. It does not reconnect: the caller decides that.
 */
export async function openSocketLink(address: { url: string; token: string }, signal?: AbortSignal): Promise<Link> {
  signal?.throwIfAborted();
  const socket = io(address.url, {
    auth: { token: address.token },
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    timeout: handshakeTimeoutMs,
  });
  // Listening before the handshake ends: the first message may come right behind it.
  const link = linkOver(socket);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  socket.once("connect", resolve);
  socket.once("connect_error", (error) => reject(refusal(error)));
  try {
    await promise;
    return link;
  } catch (error) {
    link.close();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function linkOver(socket: Socket): Link {
  const listeners: { [Channel in LinkChannel]?: (message: string | Uint8Array) => void } = {};
  for (const channel of ["rpc", "terminal"] as const) {
    socket.on(channel, (message: unknown) => {
      if (typeof message === "string" || message instanceof Uint8Array) listeners[channel]?.(message);
      else socket.disconnect();
    });
  }
  return {
    send(channel, message) {
      // A socket that is not connected would keep messages for later, which a link never does.
      if (socket.connected) socket.emit(channel, message);
    },
    onMessage(channel, listener) {
      listeners[channel] = listener;
    },
    onClose(listener) {
      socket.once("disconnect", listener);
    },
    close() {
      socket.disconnect();
    },
  };
}

/** A server that refuses says why in `data`; anything else means that no server was reached. */
function refusal(error: Error): AppError {
  const shape = errorShape.safeParse("data" in error ? error.data : undefined);
  if (shape.success) return appErrorFromShape(shape.data);
  return new AppError("LINK_CLOSED", {
    message: `No answer: ${error.message}`,
    details: { sent: false },
    cause: error,
  });
}
