/** Acknowledging every frame would double the messages; waiting longer would hold the sender's credit back. */
const everyBytes = 65_536;
const everyMs = 8;

/** Tells the server how far the terminal has parsed, in steps of 64 KiB or 8 ms. */
export interface Acknowledger extends Disposable {
  /** Everything before `offset` is parsed. */
  parsed(offset: number): void;
  /** A snapshot came: what was parsed before no longer counts, and the snapshot itself is acknowledged too, once it is parsed. */
  restart(): void;
}

export type Schedule = (run: () => void, delayMs: number) => () => void;

const byTimer: Schedule = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** `send` is called with growing offsets only, until disposed or restarted. */
export function createAcknowledger(send: (offset: number) => void, schedule: Schedule = byTimer): Acknowledger {
  let acknowledged = -1;
  let parsed = -1;
  let cancel: (() => void) | undefined;

  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (parsed <= acknowledged) return;
    acknowledged = parsed;
    send(parsed);
  };
  const stop = (): void => {
    cancel?.();
    cancel = undefined;
  };

  return {
    parsed: (offset) => {
      if (offset <= parsed) return;
      parsed = offset;
      if (parsed - Math.max(acknowledged, 0) >= everyBytes) flush();
      else cancel ??= schedule(flush, everyMs);
    },
    restart: () => {
      stop();
      acknowledged = -1;
      parsed = -1;
    },
    [Symbol.dispose]: stop,
  };
}
