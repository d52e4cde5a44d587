import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { connectRefusal } from "#renderer/connection/connectRefusal.ts";
import type { LinkOpening } from "#renderer/connection/linkOpening.ts";
import type { Link, LinkChannel } from "#shared/link/link.ts";
import type { PhoneProof } from "#shared/pairing/pairingMessages.ts";
import type { PhoneNetwork } from "./phoneNetwork.ts";

/** The page's own opens at the address it came from; this one differs in the way there alone. */
const openWithinMs = 10_000;

/** One socket of a phone that has a proof. */
export async function openPhoneSocket(
  { url, agent }: PhoneNetwork,
  proof: PhoneProof,
  signal: AbortSignal,
): Promise<LinkOpening> {
  const options: Partial<ManagerOptions & SocketOptions> = {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    timeout: openWithinMs,
    auth: { phone: proof },
  };
  // In Node it is handed on to what opens the socket; the types know browsers only.
  const socket = io(url, Object.assign(options, { agent }));
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
        if (typeof message === "string" || message instanceof Uint8Array) listener(message);
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
