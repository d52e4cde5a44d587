import { type DesktopBridge, portMessage } from "#shared/link/desktopBridge.ts";
import type { LinkOpening } from "./linkOpening.ts";
import { createPortLink } from "./portLink.ts";

declare global {
  interface Window {
    /** There in the desktop app alone. */
    readonly quarterdeck?: DesktopBridge;
  }
}

const portWithinMs = 10_000;

/** Asks the desktop for a port and makes it a link. */
export async function openPortLink(bridge: DesktopBridge): Promise<LinkOpening> {
  const port = await requestPort(bridge);
  if (!port) return { kind: "failed", cause: "unreachable" };
  return { kind: "opened", link: createPortLink(port), wasToldToLeave: () => false };
}

function requestPort(bridge: DesktopBridge): Promise<MessagePort | null> {
  const { promise, resolve } = Promise.withResolvers<MessagePort | null>();
  const onMessage = (event: MessageEvent<unknown>): void => {
    // Only the preload script of this very window posts as this window; a frame or an opener has another source.
    if (event.source !== window || event.data !== portMessage) return;
    resolve(event.ports[0] ?? null);
  };
  window.addEventListener("message", onMessage);
  const timer = setTimeout(() => resolve(null), portWithinMs);
  bridge.requestPort();
  return promise.finally(() => {
    clearTimeout(timer);
    window.removeEventListener("message", onMessage);
  });
}
