import { useEffect, useState } from "react";

/** Whole seconds until a time, counted down; null once it has come, or for none. */
export function useSecondsLeft(until: number | null): number | null {
  const [now, setNow] = useState(Date.now);
  const left = until === null ? 0 : Math.ceil((until - now) / 1000);
  const isRunning = left > 0;
  useEffect(() => {
    setNow(Date.now());
    if (until === null || !isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until, isRunning]);
  return isRunning ? left : null;
}
