import { useEffect, useState } from "react";
import type { SessionTerminal } from "./terminalPool.ts";

/** Long enough to be seen, short enough not to be in the way. */
const shownMs = 300;

/** True for a moment after the program rang the bell. */
export function useBell(terminal: SessionTerminal | null): boolean {
  const [isRinging, setRinging] = useState(false);
  useEffect(() => {
    if (!terminal) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listener = terminal.screen.terminal.onBell(() => {
      setRinging(true);
      clearTimeout(timer);
      timer = setTimeout(() => setRinging(false), shownMs);
    });
    return () => {
      clearTimeout(timer);
      listener.dispose();
    };
  }, [terminal]);
  return isRinging;
}
