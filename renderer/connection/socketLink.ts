import { io, type Socket } from "socket.io-client";
import type { Link, LinkChannel } from "#shared/link/link.ts";
import type { PhoneProof } from "#shared/pairing/pairingMessages.ts";
import { connectRefusal } from "./connectRefusal.ts";
import type { LinkOpening } from "./linkOpening.ts";

/** By what the server knows who comes: the browser's cookie, or a phone's proof for this one connection. */
export type SocketCredential = { readonly kind: "cookie" } | { readonly kind: "phone"; readonly proof: PhoneProof };

const openWithinMs = 10_000;

/**
 * Opens a link over socket.io: WebSocket only (order and binary frames without polling), no reconnection of its own (the
 * connection state machine is the one place that decides when to try again). An aborted attempt leaves no socket behind.
 */
export async function openSocketLink(credential: SocketCredential, signal: AbortSignal): Promise<LinkOpening> {
  const socket = io({
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    withCredentials: credential.kind === "cookie",
    timeout: openWithinMs,
    ...(credential.kind === "phone" ? { auth: { phone: credential.proof } } : {}),
  });
  const { promise, resolve } = Promise.withResolvers<LinkOpening>();
  let isClosing = false;
  const giveUp = (): void => {
    socket.disconnect();
    resolve({ kind: "failed", cause: "lost" });
  };
  socket.once("connect", () => {
    signal.removeEventListener("abort", giveUp);
    resolve({ kind: "opened", link: linkOf(socket), wasToldToLeave: () => isClosing });
  });
  socket.once("connect_error", (error) => {
    socket.disconnect();
    resolve(connectRefusal(error));
  });
  socket.once("disconnect", (reason) => {
    isClosing = reason === "io server disconnect";
  });
  if (signal.aborted) giveUp();
  else signal.addEventListener("abort", giveUp, { once: true });
  return await promise;
}

function linkOf(socket: Socket): Link {
  return {
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
      if (socket.connected) socket.once("disconnect", () => listener());
      else listener();
    },
    close: () => {
      socket.disconnect();
    },
    echo: (listener) => {
      if (socket.connected) socket.emit("echo", listener);
    },
  };
}
