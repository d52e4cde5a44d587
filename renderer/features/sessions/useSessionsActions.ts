import {
  ArrowDown,
  ArrowLeftRight,
  ArrowUp,
  ClipboardPaste,
  Columns2,
  Copy,
  Download,
  History,
  OctagonX,
  Pencil,
  Play,
  Plus,
  RotateCcw,
  Rows2,
  Search,
  Square,
  SquareTerminal,
  Trash2,
  X,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useMemo } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import type { Action } from "../../shell/actions.ts";
import { useActions, useMay, useShell } from "../../shell/shell.ts";
import { useCopy } from "../../shell/useCopy.ts";
import { useSetAppearance } from "../../shell/useSetAppearance.ts";
import { closeTab, cycleTab, focusedSession, focusPane, moveToOtherPane, split, unsplit } from "./layout/paneLayout.ts";
import { isRunning, listItems, neighbour } from "./list/listItems.ts";
import { type SessionsModel, sessionOf, viewOf } from "./sessionsModel.ts";
import { usePaste } from "./terminal/usePaste.ts";
import { useSessionActions } from "./useSessionActions.ts";
import { useSessions, useSessionsModel } from "./useSessions.ts";

type Draft = Omit<Action, "group">;

/** The session that actions mean: the one in front of the focused pane. */
function current(model: SessionsModel): Session | undefined {
  const state = model.store.getState();
  return sessionOf(state, focusedSession(state.layout));
}

/** Registers everything that can be done with sessions: the palette lists it, keys run it. */
export function useSessionsActions(): void {
  useGroup(useGoing());
  useGroup(useSteering());
  useGroup(usePanes());
  useGroup(useViewing());
  useGroup(useTerminalActions());
  useGroup(useEverySession());
}

function useGroup(drafts: readonly Draft[]): void {
  useActions(useMemo(() => drafts.map((draft): Action => ({ ...draft, group: (t) => t("sessions.title") })), [drafts]));
}

function useGoing(): readonly Draft[] {
  const model = useSessionsModel();
  const mayStart = useMay("start");
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
    return [
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
  }, [model, mayStart]);
}

function useSteering(): readonly Draft[] {
  const model = useSessionsModel();
  const actions = useSessionActions();
  const maySteer = useMay("steer");
  const mayStart = useMay("start");
  return useMemo(() => {
    const running = (): boolean => maySteer && isCurrent(model, isRunning);
    const ended = (): boolean => mayStart && isCurrent(model, (session) => !isRunning(session));
    const withCurrent = (run: (session: Session) => void) => (): void => {
      const session = current(model);
      if (session) run(session);
    };
    return [
      {
        id: "sessions.restart",
        title: (t) => t("sessions.restart"),
        icon: RotateCcw,
        when: ended,
        run: withCurrent((session) => void actions.restart(session)),
      },
      {
        id: "sessions.interrupt",
        title: (t) => t("sessions.interrupt"),
        icon: OctagonX,
        when: running,
        run: withCurrent((session) => void actions.interrupt(session)),
      },
      {
        id: "sessions.stop",
        title: (t) => t("sessions.stop"),
        icon: Square,
        when: running,
        run: withCurrent(({ id }) => model.setDialog({ kind: "stop", session: id })),
      },
      {
        id: "sessions.rename",
        title: (t) => t("sessions.rename"),
        icon: Pencil,
        when: () => maySteer && isCurrent(model),
        run: withCurrent(({ id }) => model.setDialog({ kind: "rename", session: id })),
      },
      {
        id: "sessions.delete",
        title: (t) => t("sessions.delete"),
        icon: Trash2,
        when: ended,
        run: withCurrent(({ id }) => model.setDialog({ kind: "delete", session: id })),
      },
    ];
  }, [model, actions, maySteer, mayStart]);
}

function usePanes(): readonly Draft[] {
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

function useViewing(): readonly Draft[] {
  const model = useSessionsModel();
  return useMemo(() => {
    const toggle = (kind: "history" | "replay") => (): void => {
      const session = current(model);
      if (!session) return;
      const isShown = viewOf(model.store.getState(), session.id).kind === kind;
      model.show(
        session.id,
        isShown ? { kind: "live" } : kind === "history" ? { kind, row: null } : { kind, time: null },
      );
    };
    const withCurrent = (run: (id: string) => void) => (): void => {
      const session = current(model);
      if (session) run(session.id);
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
        run: withCurrent((id) => model.setDialog({ kind: "search", session: id })),
      },
      {
        id: "sessions.export",
        title: (t) => t("sessions.export"),
        icon: Download,
        shortcuts: ["Alt+Shift+E"],
        when: () => isCurrent(model),
        run: withCurrent((id) => model.setDialog({ kind: "export", session: id })),
      },
    ];
  }, [model]);
}

const smallestFont = 6;
const largestFont = 40;
const usualFont = 13;

function useTerminalActions(): readonly Draft[] {
  const model = useSessionsModel();
  const { appearance } = useShell();
  const setAppearance = useSetAppearance();
  const copy = useCopy();
  const paste = usePaste();
  return useMemo(() => {
    const terminal = () => model.pool.find(focusedSession(model.store.getState().layout) ?? "");
    const hasSelection = (): boolean => terminal()?.screen.terminal.hasSelection() === true;
    const zoom = (change: (size: number) => number) => (): void => {
      const size = Math.min(Math.max(change(appearance.getState().terminalFontSize), smallestFont), largestFont);
      void setAppearance({ terminalFontSize: size });
    };
    return [
      {
        id: "sessions.copy",
        title: (t) => t("sessions.copy"),
        icon: Copy,
        shortcuts: ["Mod+Shift+C"],
        when: hasSelection,
        run: () => void copy(terminal()?.screen.terminal.getSelection() ?? ""),
      },
      {
        id: "sessions.paste",
        title: (t) => t("sessions.paste"),
        icon: ClipboardPaste,
        shortcuts: ["Mod+Shift+V"],
        when: () => terminal() !== undefined,
        run: () => void paste(terminal()),
      },
      {
        id: "sessions.find",
        title: (t) => t("sessions.findInTerminal"),
        icon: Search,
        shortcuts: ["Alt+Shift+F"],
        when: () => terminal() !== undefined,
        run: () => model.store.setState({ finding: terminal()?.session ?? null }),
      },
      {
        id: "sessions.fontLarger",
        title: (t) => t("sessions.fontLarger"),
        icon: ZoomIn,
        shortcuts: ["Mod+Plus", "Mod+="],
        run: zoom((size) => size + 1),
      },
      {
        id: "sessions.fontSmaller",
        title: (t) => t("sessions.fontSmaller"),
        icon: ZoomOut,
        shortcuts: ["Mod+-"],
        run: zoom((size) => size - 1),
      },
      {
        id: "sessions.fontReset",
        title: (t) => t("sessions.fontReset"),
        icon: ZoomIn,
        shortcuts: ["Mod+0"],
        run: zoom(() => usualFont),
      },
    ];
  }, [model, appearance, setAppearance, copy, paste]);
}

/** More would drown the other commands; the list itself filters all of them. */
const maximumListed = 50;

/** Each session by its name, to be found by typing it. */
function useEverySession(): readonly Draft[] {
  const model = useSessionsModel();
  const names = useSessions((state) =>
    [...state.sessions.byId.values()]
      .slice(0, maximumListed)
      .map(({ id, name, folder }) => `${id}\n${name}\n${folder}`)
      .join("\0"),
  );
  return useMemo(
    () =>
      names
        .split("\0")
        .filter(Boolean)
        .map((entry): Draft => {
          const [id = "", name = "", folder = ""] = entry.split("\n");
          return {
            id: `sessions.open.${id}`,
            title: (t) => t("sessions.openNamed", { name }),
            keywords: folder,
            icon: SquareTerminal,
            run: () => model.go(id),
          };
        }),
    [names, model],
  );
}

function isCurrent(model: SessionsModel, test: (session: Session) => boolean = () => true): boolean {
  const session = current(model);
  return session !== undefined && test(session);
}
