import { type RefObject, useEffect, useState } from "react";
import { useShell } from "../../../shell/shell.ts";
import { useSessionsModel } from "../useSessions.ts";
import type { SessionTerminal } from "./terminalPool.ts";

/** Measuring cells before the font is there would give the wrong size, and every program would draw for it. */
async function fontsLoaded(family: string, size: number): Promise<void> {
  const faces = ["400", "700"].map(
    (weight) => `${weight} ${size}px ${family === "" ? '"JetBrains Mono Variable"' : family}`,
  );
  await Promise.allSettled(faces.map((face) => document.fonts.load(face)));
}

/** The session's terminal, shown inside the area while mounted; null until its font is there. */
export function useTerminal(session: string, area: RefObject<HTMLElement | null>): SessionTerminal | null {
  const model = useSessionsModel();
  const { appearance } = useShell();
  const [shown, setShown] = useState<SessionTerminal | null>(null);
  useEffect(() => {
    let isGone = false;
    let terminal: SessionTerminal | undefined;
    const { terminalFontFamily, terminalFontSize } = appearance.getState();
    void fontsLoaded(terminalFontFamily, terminalFontSize).then(() => {
      if (isGone || !area.current) return;
      terminal = model.pool.show(session, area.current);
      setShown(terminal);
    });
    return () => {
      isGone = true;
      terminal?.screen.unmount();
      setShown(null);
    };
  }, [model, appearance, session, area]);
  return shown;
}
