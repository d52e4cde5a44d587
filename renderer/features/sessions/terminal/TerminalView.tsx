import { ClipboardPaste, Copy, Eraser, Search, TextSelect } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCopy } from "../../../shell/useCopy.ts";
import { classes } from "../../../ui/classes.ts";
import { ContextMenu, type MenuItem } from "../../../ui/Menu.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { useIsHandheld, useIsWide } from "../../../ui/useMediaQuery.ts";
import { PhoneControls } from "../phone/PhoneControls.tsx";
import { ReflowView } from "../phone/ReflowView.tsx";
import { usePhoneView } from "../phone/usePhoneView.ts";
import { useActionKeys } from "../useActionKeys.ts";
import { useSessions, useSessionsModel } from "../useSessions.ts";
import { FindBar } from "./FindBar.tsx";
import { EndedBar, TerminalBars } from "./TerminalBars.tsx";
import { attachTerminalKeys } from "./terminalKeys.ts";
import type { SessionTerminal } from "./terminalPool.ts";
import { useBell } from "./useBell.ts";
import { useDriving } from "./useDriving.ts";
import { useHandOver } from "./useHandOver.ts";
import { usePaste } from "./usePaste.ts";
import { useTerminal } from "./useTerminal.ts";
import { useTerminalSize } from "./useTerminalSize.ts";

export interface TerminalViewProps {
  readonly session: Session;
  /** Its pane is the one that takes keys. */
  readonly isFocused: boolean;
  /** The history covers it: it goes on in the back and takes no keys. */
  readonly isCovered: boolean;
}

/** A session's live terminal and what is to be said about it. */
export function TerminalView({ session, isFocused, isCovered }: TerminalViewProps) {
  const t = useText();
  const shell = useShell();
  const area = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const terminal = useTerminal(session.id, area);
  const driving = useDriving(session, terminal, isFocused);
  const isFinding = useSessions((state) => state.finding === session.id);
  const isWide = useIsWide();
  const isHandheld = useIsHandheld();
  const goAbove = useHandOver(terminal, area);
  const isRinging = useBell(terminal);
  const { shows, fit, fontSize } = usePhoneView(place, driving.isDriving);
  useTerminalSize(session, terminal, area, driving.isDriving, fit);

  useEffect(() => {
    if (terminal) attachTerminalKeys(terminal.screen.terminal, shell, goAbove);
  }, [terminal, shell, goAbove]);
  useEffect(() => {
    // On a phone the focus would open the keyboard over what one came to read.
    if (
      !terminal ||
      !isFocused ||
      isCovered ||
      isHandheld ||
      document.querySelector('[role="dialog"], [role="alertdialog"]')
    )
      return;
    terminal.screen.terminal.focus();
  }, [terminal, isFocused, isCovered, isHandheld]);

  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <TerminalMenu terminal={terminal}>
        <div
          ref={place}
          className={classes(
            "relative min-h-0 flex-1 bg-terminal py-1 pl-2",
            isRinging && "outline-2 -outline-offset-2 outline-accent",
          )}
          data-keys="terminal"
        >
          <div
            ref={area}
            data-testid={`terminal-${session.id}`}
            aria-hidden={shows === "reflow" || undefined}
            className={classes(
              "relative h-full w-full overflow-hidden",
              shows === "fit" ? "touch-pan-x touch-pan-y" : "touch-none",
              shows === "reflow" && "invisible",
            )}
          />
          {terminal && shows === "reflow" && <ReflowView terminal={terminal} name={session.name} fontSize={fontSize} />}
          {!terminal && (
            <p className="absolute inset-0 flex items-center justify-center gap-2 text-13 text-muted">
              <Spinner /> {t("sessions.opening")}
            </p>
          )}
          {terminal && isFinding && <FindBar terminal={terminal} />}
        </div>
      </TerminalMenu>
      {terminal && <TerminalBars session={session} terminal={terminal} driving={driving} saysWhoDrives={!isHandheld} />}
      <EndedBar session={session} />
      {!isWide && terminal && <PhoneControls session={session} terminal={terminal} driving={driving} />}
    </div>
  );
}

/** The right-click menu of a terminal. */
function TerminalMenu({
  terminal,
  children,
}: {
  readonly terminal: SessionTerminal | null;
  readonly children: React.ReactNode;
}) {
  const t = useText();
  const model = useSessionsModel();
  const copy = useCopy();
  const paste = usePaste();
  const copyKeys = useActionKeys("sessions.copy");
  const pasteKeys = useActionKeys("sessions.paste");
  const findKeys = useActionKeys("sessions.find");
  const [hasSelection, setHasSelection] = useState(false);
  const xterm = terminal?.screen.terminal;
  useEffect(() => {
    if (!xterm) return;
    const listener = xterm.onSelectionChange(() => setHasSelection(xterm.hasSelection()));
    return () => listener.dispose();
  }, [xterm]);
  const items: readonly MenuItem[] = [
    {
      kind: "action",
      id: "copy",
      label: t("sessions.copy"),
      icon: Copy,
      keys: copyKeys,
      isDisabled: !hasSelection,
      onSelect: () => void copy(xterm?.getSelection() ?? ""),
    },
    {
      kind: "action",
      id: "paste",
      label: t("sessions.paste"),
      icon: ClipboardPaste,
      keys: pasteKeys,
      isDisabled: !("clipboard" in navigator),
      onSelect: () => void paste(terminal),
    },
    {
      kind: "action",
      id: "selectAll",
      label: t("sessions.selectAll"),
      icon: TextSelect,
      onSelect: () => xterm?.selectAll(),
    },
    { kind: "separator", id: "one" },
    {
      kind: "action",
      id: "find",
      label: t("sessions.findInTerminal"),
      icon: Search,
      keys: findKeys,
      onSelect: () => terminal && model.store.setState({ finding: terminal.session }),
    },
    {
      kind: "action",
      id: "clear",
      label: t("sessions.clearSelection"),
      icon: Eraser,
      isDisabled: !hasSelection,
      onSelect: () => xterm?.clearSelection(),
    },
  ];
  return <ContextMenu items={items}>{children}</ContextMenu>;
}
