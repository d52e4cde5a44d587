import { createStore, type StoreApi } from "zustand/vanilla";
import type { Link } from "#shared/link/link.ts";
import { answerWithin, smoothRoundTrip, wokenAnswerWithin } from "./roundTrip.ts";

export interface LinkHealth extends Disposable {
  /** Watches this link from now on. */
  use(link: Link): void;
  /** Asks whether the other side is still there; a link that does not answer in time is closed. Does nothing while it is being asked. */
  probe(): void;
  /** The same after a wake: a link that may have died meanwhile gets less time, and `onLost` is called when it has. */
  probeWoken(): void;
  /** Something else that the server answered took so long, in milliseconds. */
  measured(roundTripMs: number): void;
  /** The smoothed time to the server and back in milliseconds; null while unknown. */
  readonly roundTrip: StoreApi<number | null>;
}

/** While the page is seen, it learns of a dead link within this and the time of one answer. */
const probeEveryMs = 10_000;

/**
 * Finds out that a link is dead long before TCP does: after sleep or a change of network a socket looks open for minutes. Links that
 * cannot echo (the desktop's port) cannot die this way.
 */
export function createLinkHealth(isSeen: () => boolean, onLost: () => void = () => {}): LinkHealth {
  const roundTrip = createStore<number | null>(() => null);
  let link: Link | undefined;
  let pending: ReturnType<typeof setTimeout> | undefined;

  const measured = (milliseconds: number): void =>
    roundTrip.setState(smoothRoundTrip(roundTrip.getState(), milliseconds), true);
  const settle = (): void => {
    clearTimeout(pending);
    pending = undefined;
  };
  const ask = (withinMs: number, lost: () => void): void => {
    const asked = link;
    if (!asked?.echo) return;
    const sentAt = performance.now();
    settle();
    pending = setTimeout(() => {
      settle();
      if (link !== asked) return;
      asked.close();
      lost();
    }, withinMs);
    asked.echo(() => {
      if (link !== asked) return;
      settle();
      measured(performance.now() - sentAt);
    });
  };
  const probe = (): void => {
    if (pending === undefined) ask(answerWithin(roundTrip.getState()), () => {});
  };
  const timer = setInterval(() => {
    if (isSeen()) probe();
  }, probeEveryMs);

  return {
    roundTrip,
    measured,
    probe,
    // Also while it is being asked already: that question may have been put before the network went.
    probeWoken: () => ask(wokenAnswerWithin(roundTrip.getState()), onLost),
    use: (next) => {
      settle();
      link = next;
      roundTrip.setState(null, true);
      next.onClose(() => {
        if (link !== next) return;
        settle();
        link = undefined;
      });
      probe();
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      settle();
      link = undefined;
    },
  };
}
