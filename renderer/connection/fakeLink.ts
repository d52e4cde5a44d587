import type { Link, LinkChannel } from "#shared/link/link.ts";

type Listener = (message: string | Uint8Array) => void;

/** One end of a link in memory, for tests: what it sends is kept, what arrives is played by the test. */
export interface FakeLink extends Link {
  readonly sent: readonly (readonly [LinkChannel, string | Uint8Array])[];
  receive(channel: LinkChannel, message: string | Uint8Array): void;
}

/** An open link to nobody. */
export function createFakeLink(): FakeLink {
  const sent: [LinkChannel, string | Uint8Array][] = [];
  const listeners = new Map<LinkChannel, Listener>();
  const closeListeners = new Set<() => void>();
  let isClosed = false;
  return {
    sent,
    send: (channel, message) => {
      if (!isClosed) sent.push([channel, message]);
    },
    onMessage: (channel, listener) => void listeners.set(channel, listener),
    onClose: (listener) => void closeListeners.add(listener),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      for (const listener of closeListeners) listener();
    },
    receive: (channel, message) => listeners.get(channel)?.(message),
  };
}
