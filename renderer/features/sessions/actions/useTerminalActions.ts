import { ClipboardPaste, Copy, Search, ZoomIn, ZoomOut } from "lucide-react";
import { useMemo } from "react";
import { useShell } from "../../../shell/shell.ts";
import { useCopy } from "../../../shell/useCopy.ts";
import { useSetAppearance } from "../../../shell/useSetAppearance.ts";
import { focusedSession } from "../layout/paneLayout.ts";
import { usePaste } from "../terminal/usePaste.ts";
import { useSessionsModel } from "../useSessions.ts";
import type { SessionsAction } from "./currentSession.ts";

const smallestFont = 6;
const largestFont = 40;
const usualFont = 13;

/** Clipboard, finding and the size of the text. */
export function useTerminalActions(): readonly SessionsAction[] {
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
