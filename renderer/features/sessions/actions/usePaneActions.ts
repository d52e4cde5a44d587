import { ArrowLeftRight, Columns2, Rows2, Square, SquareTerminal, X } from "lucide-react";
import { useMemo } from "react";
import {
  closeTab,
  cycleTab,
  focusedSession,
  focusPane,
  moveToOtherPane,
  split,
  unsplit,
} from "../layout/paneLayout.ts";
import { useSessionsModel } from "../useSessions.ts";
import type { SessionsAction } from "./currentSession.ts";

/** Tabs and the split. */
export function usePaneActions(): readonly SessionsAction[] {
  const model = useSessionsModel();
  return useMemo(() => {
    const hasTab = (): boolean => focusedSession(model.store.getState().layout) !== null;
    const isSplit = (): boolean => model.store.getState().layout.panes.length === 2;
    const withFocused = (run: (id: string) => void) => (): void => {
      const id = focusedSession(model.store.getState().layout);
      if (id !== null) run(id);
    };
    return [
      {
        id: "sessions.closeTab",
        title: (t) => t("sessions.closeThisTab"),
        icon: X,
        shortcuts: ["Alt+Shift+W"],
        when: hasTab,
        run: withFocused((id) => model.setLayout((layout) => closeTab(layout, id))),
      },
      {
        id: "sessions.nextTab",
        title: (t) => t("sessions.nextTab"),
        icon: SquareTerminal,
        shortcuts: ["Alt+Shift+ArrowRight"],
        when: hasTab,
        run: () => model.setLayout((layout) => cycleTab(layout, 1)),
      },
      {
        id: "sessions.previousTab",
        title: (t) => t("sessions.previousTab"),
        icon: SquareTerminal,
        shortcuts: ["Alt+Shift+ArrowLeft"],
        when: hasTab,
        run: () => model.setLayout((layout) => cycleTab(layout, -1)),
      },
      {
        id: "sessions.splitBeside",
        title: (t) => t("sessions.splitBeside"),
        icon: Columns2,
        shortcuts: ["Alt+Shift+D"],
        run: () => model.setLayout((layout) => split(layout, "beside")),
      },
      {
        id: "sessions.splitStacked",
        title: (t) => t("sessions.splitStacked"),
        icon: Rows2,
        shortcuts: ["Alt+Shift+S"],
        run: () => model.setLayout((layout) => split(layout, "stacked")),
      },
      {
        id: "sessions.unsplit",
        title: (t) => t("sessions.unsplit"),
        icon: Square,
        shortcuts: ["Alt+Shift+U"],
        when: isSplit,
        run: () => model.setLayout(unsplit),
      },
      {
        id: "sessions.otherPane",
        title: (t) => t("sessions.otherPane"),
        icon: ArrowLeftRight,
        shortcuts: ["Alt+Shift+O"],
        when: isSplit,
        run: () => model.setLayout((layout) => focusPane(layout, layout.focused === 0 ? 1 : 0)),
      },
      {
        id: "sessions.moveToOther",
        title: (t) => t("sessions.moveToOther"),
        icon: ArrowLeftRight,
        shortcuts: ["Alt+Shift+M"],
        when: hasTab,
        run: withFocused((id) => model.setLayout((layout) => moveToOtherPane(layout, id))),
      },
    ];
  }, [model]);
}
