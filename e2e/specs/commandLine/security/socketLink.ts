import type { Socket } from "socket.io-client";
import type { Link } from "#shared/link/link.ts";

/** The link of our own clients over a socket that is connected. */
export function socketLink(socket: Socket): Link {
  return {
    send: (channel, message) => void socket.emit(channel, message),
    onMessage: (channel, listener) => void socket.on(channel, listener),
    onClose: (listener) => void socket.once("disconnect", listener),
    close: () => void socket.disconnect(),
  };
}
