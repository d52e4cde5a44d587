import { type RefObject, useEffect, useRef } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { useShell } from "../../../shell/shell.ts";
import { useSessionsModel } from "../useSessions.ts";
import type { Fit } from "./screen.ts";
import type { SessionTerminal } from "./terminalPool.ts";

/** Dragging a divider changes the area many times a second; programs should redraw once. */
const settleMs = 80;

/** Keeps the terminal's size right: the driver's area decides it, everybody else sees it in the way of `watching`. */
export function useTerminalSize(
  session: Session,
  terminal: SessionTerminal | null,
  area: RefObject<HTMLElement | null>,
  isDriving: boolean,
  watching: Exclude<Fit, { kind: "own" }>,
): void {
  const { appearance } = useShell();
  const { device } = useSessionsModel();
  const { kind } = watching;
  const zoom = watching.kind === "width" ? watching.zoom : 1;
  const latest = useRef(session);
  latest.current = session;

  useEffect(() => {
    if (!terminal || !area.current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (): void => {
      const now = latest.current;
      terminal.screen.setFit(isDriving ? { kind: "own" } : kind === "width" ? { kind, zoom } : { kind });
      const size = isDriving ? terminal.screen.fittingSize() : null;
      if (size && (size.columns !== now.columns || size.rows !== now.rows)) terminal.feed.sendSize(size);
    };
    const soon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(settle, settleMs);
    };
    settle();
    const observer = new ResizeObserver(soon);
    observer.observe(area.current);
    const stopLook = appearance.subscribe(soon);
    const stopDevice = device.subscribe(soon);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      stopLook();
      stopDevice();
    };
  }, [terminal, area, isDriving, kind, zoom, appearance, device]);
}
