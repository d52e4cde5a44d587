import { io } from "socket.io-client";
import type { Link, LinkChannel } from "#shared/link/link.ts";
import { connectRefusal } from "./connectRefusal.ts";
import type { LinkOpening } from "./linkOpening.ts";

/**
 * Opens a link over socket.io: WebSocket only (order and binary frames without polling), no reconnection of its own (the
 * connection state machine is the one place that decides when to try again), the cookie as credential.
 */
export async function openSocketLink(): Promise<LinkOpening> {
  const socket = io({
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    withCredentials: true,
    timeout: 10_000,
  });
  const link: Link = {
    send: (channel, message) => {
      if (socket.connected) socket.emit(channel, message);
    },
    onMessage: (channel: LinkChannel, listener) => {
      socket.on(channel, (message: unknown) => {
        if (typeof message === "string") listener(message);
        else if (message instanceof ArrayBuffer) listener(new Uint8Array(message));
        else if (message instanceof Uint8Array) listener(message);
      });
    },
    onClose: (listener) => {
      socket.once("disconnect", () => listener());
    },
    close: () => {
      socket.disconnect();
    },
  };
  return await new Promise((resolve) => {
    let isClosing = false;
    socket.once("connect", () => resolve({ kind: "opened", link, wasToldToLeave: () => isClosing }));
    socket.once("connect_error", (error) => {
      socket.disconnect();
      resolve(connectRefusal(error));
    });
    socket.once("disconnect", (reason) => {
      isClosing = reason === "io server disconnect";
    });
  });
}
