import { Download, History, Play, Search } from "lucide-react";
import { useMemo } from "react";
import { viewOf } from "../sessionsModel.ts";
import { useSessionsModel } from "../useSessions.ts";
import { currentSession, isCurrent, type SessionsAction, withCurrent } from "./currentSession.ts";

/** The ways to look at the session in front. */
export function useViewingActions(): readonly SessionsAction[] {
  const model = useSessionsModel();
  return useMemo(() => {
    const toggle = (kind: "history" | "replay") => (): void => {
      const session = currentSession(model);
      if (!session) return;
      const isShown = viewOf(model.store.getState(), session.id).kind === kind;
      model.show(
        session.id,
        isShown ? { kind: "live" } : kind === "history" ? { kind, row: null } : { kind, time: null },
      );
    };
    return [
      {
        id: "sessions.history",
        title: (t) => t("sessions.showHistory"),
        icon: History,
        shortcuts: ["Alt+Shift+H"],
        when: () => isCurrent(model),
        run: toggle("history"),
      },
      {
        id: "sessions.replay",
        title: (t) => t("sessions.replay"),
        icon: Play,
        shortcuts: ["Alt+Shift+R"],
        when: () => isCurrent(model),
        run: toggle("replay"),
      },
      {
        id: "sessions.searchThis",
        title: (t) => t("sessions.searchThis"),
        icon: Search,
        when: () => isCurrent(model),
        run: withCurrent(model, ({ id }) => model.setDialog({ kind: "search", session: id })),
      },
      {
        id: "sessions.export",
        title: (t) => t("sessions.export"),
        icon: Download,
        shortcuts: ["Alt+Shift+E"],
        when: () => isCurrent(model),
        run: withCurrent(model, ({ id }) => model.setDialog({ kind: "export", session: id })),
      },
    ];
  }, [model]);
}
