import { type RefObject, useCallback, useEffect } from "react";
import { useText } from "../../../i18n/useText.ts";
import { useCall } from "../../../shell/useCall.ts";
import { useSessionsModel } from "../useSessions.ts";
import type { SessionTerminal } from "./terminalPool.ts";
import { enableTouchScroll } from "./touchScroll.ts";

/** Scrolling up beyond what the terminal holds goes on in the history, at the row where the terminal's own lines begin. */
export function useHandOver(terminal: SessionTerminal | null, area: RefObject<HTMLElement | null>): () => void {
  const model = useSessionsModel();
  const call = useCall();
  const t = useText();

  const goAbove = useCallback(async () => {
    if (!terminal || model.store.getState().views.has(terminal.session)) return;
    const { session } = terminal;
    const outcome = await call(
      `history:above:${session}`,
      (client, signal) => client.history.rows({ id: session, first: 0, count: 1 }, { signal }),
      { label: t("sessions.loadingHistory") },
    );
    if (outcome.kind !== "done") return;
    const top = outcome.value.screenTop - terminal.screen.terminal.buffer.normal.baseY;
    if (top > outcome.value.firstKept) model.show(session, { kind: "history", row: null });
  }, [terminal, model, call, t]);

  useEffect(() => {
    if (!terminal || !area.current) return;
    const abort = new AbortController();
    const { terminal: xterm } = terminal.screen;
    area.current.addEventListener(
      "wheel",
      (event) => {
        const { type, viewportY } = xterm.buffer.active;
        if (
          event.deltaY < 0 &&
          type === "normal" &&
          viewportY === 0 &&
          xterm.modes.mouseTrackingMode === "none" &&
          !event.ctrlKey
        )
          void goAbove();
      },
      { passive: true, capture: true, signal: abort.signal },
    );
    enableTouchScroll(
      area.current,
      xterm,
      {
        isActive: () => !terminal.screen.isPanned,
        rowHeight: () => terminal.screen.drawn().rowHeight,
        onAboveTop: () => void goAbove(),
      },
      abort.signal,
    );
    return () => abort.abort();
  }, [terminal, area, goAbove]);

  return useCallback(() => void goAbove(), [goAbove]);
}
