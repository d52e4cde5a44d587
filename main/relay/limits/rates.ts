import { createRateLimit, type RateLimit } from "./rateLimit.ts";
import type { BucketRate } from "./tokenBucket.ts";

/**
 * How much one client may do; all together ten times that. A client is its credential where it has shown one, else its address.
 * Loopback counts like any other: a runaway script on this machine is as much of a load.
 */
export const defaultRates = {
  /** HTTP requests and upgrades, by address. A first visit loads some forty files at once, and a household shares an address. */
  requests: { capacity: 1000, perSecond: 50 },
  /** Control messages of the plain JSON protocol: 60 a minute. */
  control: { capacity: 60, perSecond: 1 },
  /**
   * Calls over a link, and REST. The page asks as people scroll and drag: a page of rows for each picture on the screen, a few
   * dozen calls when a window opens. 30 a second go on for ever, a minute of hurry is taken at once.
   */
  calls: { capacity: 1200, perSecond: 30 },
  /**
   * What a client sends, in bytes, on every path: keys, pastes, calls and bodies. A person types some 100 bytes a second; 1 MiB
   * takes a large paste at once, the rest of a larger one follows at 64 KiB a second.
   */
  bytes: { capacity: 1_048_576, perSecond: 65_536 },
  /** Pairing, by address: one phone needs two requests and waits for its answer in some twelve more. */
  pairing: { capacity: 20, perSecond: 1 / 3 },
  /** Challenges, by address, one for each connection of a phone; a house full of phones comes back at once after a power cut. */
  challenges: { capacity: 120, perSecond: 2 },
  /** What tools tell through their hooks, by session: an agent at full speed uses a few tools a second. */
  hooks: { capacity: 300, perSecond: 10 },
} as const satisfies Record<string, BucketRate>;

export type RateName = keyof typeof defaultRates;
export type Rates = Readonly<Record<RateName, RateLimit>>;

/** What every message costs of `bytes` at least: a thousand messages a second with one key each are not typing. */
export const minimumMessageBytes = 64;

export function createRates(changed: Partial<Readonly<Record<RateName, BucketRate>>> = {}, now?: () => number): Rates {
  const make = (name: RateName): RateLimit => {
    const rate = changed[name] ?? defaultRates[name];
    const clock = now === undefined ? {} : { now };
    // Bytes are no number that helps a person who was refused.
    return createRateLimit(rate, name === "bytes" ? clock : { ...clock, limit: Math.round(rate.perSecond * 60) });
  };
  return {
    requests: make("requests"),
    control: make("control"),
    calls: make("calls"),
    bytes: make("bytes"),
    pairing: make("pairing"),
    challenges: make("challenges"),
    hooks: make("hooks"),
  };
}
