import {
  Copy,
  Download,
  FolderOpen,
  History,
  OctagonX,
  Pencil,
  Play,
  RotateCcw,
  Search,
  Square,
  Trash2,
  Unplug,
} from "lucide-react";
import { useCallback } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../i18n/useText.ts";
import { useMay } from "../../shell/shell.ts";
import { useCopy } from "../../shell/useCopy.ts";
import type { MenuItem } from "../../ui/Menu.tsx";
import { isRunning } from "./list/listItems.ts";
import { useSessionActions } from "./useSessionActions.ts";
import { useSessionsModel } from "./useSessions.ts";

/** The menu of a session: the same in the list, on its tab and in the pane. */
export function useSessionMenu(): (session: Session) => readonly MenuItem[] {
  const t = useText();
  const model = useSessionsModel();
  const actions = useSessionActions();
  const copy = useCopy();
  const maySteer = useMay("steer");
  const mayStart = useMay("start");
  return useCallback(
    (session) => {
      const running = isRunning(session);
      const { id } = session;
      const steering: MenuItem[] = running
        ? [
            ...(actions.isDriving(session)
              ? [
                  {
                    kind: "action",
                    id: "stopDriving",
                    label: t("sessions.stopDriving"),
                    icon: Unplug,
                    onSelect: () => void actions.stopDriving(session),
                  } as const,
                ]
              : []),
            {
              kind: "action",
              id: "interrupt",
              label: t("sessions.interrupt"),
              icon: OctagonX,
              isDisabled: !maySteer,
              onSelect: () => void actions.interrupt(session),
            },
            {
              kind: "action",
              id: "stop",
              label: t("sessions.stop"),
              icon: Square,
              isDisabled: !maySteer,
              onSelect: () => model.setDialog({ kind: "stop", session: id }),
            },
          ]
        : [
            {
              kind: "action",
              id: "restart",
              label: t("sessions.restart"),
              icon: RotateCcw,
              isDisabled: !mayStart,
              onSelect: () => void actions.restart(session),
            },
          ];
      return [
        ...steering,
        {
          kind: "action",
          id: "rename",
          label: t("sessions.rename"),
          icon: Pencil,
          isDisabled: !maySteer,
          onSelect: () => model.setDialog({ kind: "rename", session: id }),
        },
        { kind: "separator", id: "one" },
        {
          kind: "action",
          id: "history",
          label: t("sessions.showHistory"),
          icon: History,
          onSelect: () => {
            model.go(id);
            model.show(id, { kind: "history", row: null });
          },
        },
        {
          kind: "action",
          id: "replay",
          label: t("sessions.replay"),
          icon: Play,
          onSelect: () => {
            model.go(id);
            model.show(id, { kind: "replay", time: null });
          },
        },
        {
          kind: "action",
          id: "search",
          label: t("sessions.searchThis"),
          icon: Search,
          onSelect: () => model.setDialog({ kind: "search", session: id }),
        },
        {
          kind: "action",
          id: "export",
          label: t("sessions.export"),
          icon: Download,
          onSelect: () => model.setDialog({ kind: "export", session: id }),
        },
        { kind: "separator", id: "two" },
        {
          kind: "action",
          id: "copyFolder",
          label: t("sessions.copyFolder"),
          icon: FolderOpen,
          onSelect: () => void copy(session.folder),
        },
        {
          kind: "action",
          id: "copyName",
          label: t("sessions.copyName"),
          icon: Copy,
          onSelect: () => void copy(session.name),
        },
        { kind: "separator", id: "three" },
        {
          kind: "action",
          id: "delete",
          label: t("sessions.delete"),
          icon: Trash2,
          isDangerous: true,
          isDisabled: running || !mayStart,
          onSelect: () => model.setDialog({ kind: "delete", session: id }),
        },
      ];
    },
    [t, model, actions, copy, maySteer, mayStart],
  );
}
