/** Lets so many through in any window of time. */
export interface Pace {
  /** Whether one more may go now; then it is counted. */
  take(): boolean;
}

export function createPace(limit: number, windowMs: number, now: () => number = Date.now): Pace {
  const taken: number[] = [];
  return {
    take: () => {
      while (taken[0] !== undefined && taken[0] <= now() - windowMs) taken.shift();
      if (taken.length >= limit) return false;
      taken.push(now());
      return true;
    },
  };
}
