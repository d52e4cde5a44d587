import { ArrowDown, ArrowUp, Plus, RotateCcw, Search } from "lucide-react";
import { useMemo } from "react";
import { useMay } from "../../../shell/shell.ts";
import { focusedSession } from "../layout/paneLayout.ts";
import { listItems, neighbour } from "../list/listItems.ts";
import { useSessions, useSessionsModel } from "../useSessions.ts";
import type { SessionsAction } from "./currentSession.ts";

/** Start, search, go from session to session. */
export function useGoingActions(): readonly SessionsAction[] {
  const model = useSessionsModel();
  const mayStart = useMay("start");
  // Registered only while there are some: the notice about them, which offers it too, sees when that changes.
  const hasInterrupted = useSessions(({ sessions }) =>
    [...sessions.byId.values()].some(({ reason }) => reason === "interrupted"),
  );
  return useMemo(() => {
    const step = (direction: 1 | -1): void => {
      const { sessions, filter, layout } = model.store.getState();
      const next = neighbour(
        listItems(sessions.byId.values(), filter, (key) => key),
        focusedSession(layout),
        direction,
      );
      if (next !== null) model.go(next);
    };
    const restartInterrupted: SessionsAction = {
      id: "sessions.restartInterrupted",
      title: (t) => t("sessions.restartInterrupted"),
      icon: RotateCcw,
      run: () => model.setDialog({ kind: "restartInterrupted" }),
    };
    return [
      ...(mayStart && hasInterrupted ? [restartInterrupted] : []),
      {
        id: "sessions.new",
        title: (t) => t("sessions.new"),
        icon: Plus,
        shortcuts: ["Alt+Shift+N"],
        when: () => mayStart,
        run: () => model.setDialog({ kind: "new", tool: null }),
      },
      {
        id: "sessions.search",
        title: (t) => t("sessions.searchAll"),
        icon: Search,
        shortcuts: ["Mod+Shift+F"],
        run: () => model.setDialog({ kind: "search", session: null }),
      },
      {
        id: "sessions.next",
        title: (t) => t("sessions.nextSession"),
        icon: ArrowDown,
        shortcuts: ["Alt+Shift+ArrowDown"],
        run: () => step(1),
      },
      {
        id: "sessions.previous",
        title: (t) => t("sessions.previousSession"),
        icon: ArrowUp,
        shortcuts: ["Alt+Shift+ArrowUp"],
        run: () => step(-1),
      },
    ];
  }, [model, mayStart, hasInterrupted]);
}
