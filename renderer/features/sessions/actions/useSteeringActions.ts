import { OctagonX, Pencil, RotateCcw, Square, Trash2, Unplug } from "lucide-react";
import { useMemo } from "react";
import { useMay } from "../../../shell/shell.ts";
import { isRunning } from "../list/listItems.ts";
import { useSessionActions } from "../useSessionActions.ts";
import { useSessionsModel } from "../useSessions.ts";
import { isCurrent, type SessionsAction, withCurrent } from "./currentSession.ts";

/** What is done to the session in front. */
export function useSteeringActions(): readonly SessionsAction[] {
  const model = useSessionsModel();
  const actions = useSessionActions();
  const maySteer = useMay("steer");
  const mayStart = useMay("start");
  return useMemo(() => {
    const running = (): boolean => maySteer && isCurrent(model, isRunning);
    const ended = (): boolean => mayStart && isCurrent(model, (session) => !isRunning(session));
    return [
      {
        id: "sessions.restart",
        title: (t) => t("sessions.restart"),
        icon: RotateCcw,
        when: ended,
        run: withCurrent(model, (session) => void actions.restart(session)),
      },
      {
        id: "sessions.interrupt",
        title: (t) => t("sessions.interrupt"),
        icon: OctagonX,
        when: running,
        run: withCurrent(model, (session) => void actions.interrupt(session)),
      },
      {
        id: "sessions.stopDriving",
        title: (t) => t("sessions.stopDriving"),
        icon: Unplug,
        when: () => maySteer && isCurrent(model, (session) => isRunning(session) && actions.isDriving(session)),
        run: withCurrent(model, (session) => void actions.stopDriving(session)),
      },
      {
        id: "sessions.stop",
        title: (t) => t("sessions.stop"),
        icon: Square,
        when: running,
        run: withCurrent(model, ({ id }) => model.setDialog({ kind: "stop", session: id })),
      },
      {
        id: "sessions.rename",
        title: (t) => t("sessions.rename"),
        icon: Pencil,
        when: () => maySteer && isCurrent(model),
        run: withCurrent(model, ({ id }) => model.setDialog({ kind: "rename", session: id })),
      },
      {
        id: "sessions.delete",
        title: (t) => t("sessions.delete"),
        icon: Trash2,
        when: ended,
        run: withCurrent(model, ({ id }) => model.setDialog({ kind: "delete", session: id })),
      },
    ];
  }, [model, actions, maySteer, mayStart]);
}
