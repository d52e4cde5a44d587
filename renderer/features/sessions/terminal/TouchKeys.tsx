import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, CornerDownLeft } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { classes } from "../../../ui/classes.ts";
import type { SessionTerminal } from "./terminalPool.ts";
import { usePaste } from "./usePaste.ts";

/** The keys a phone's keyboard does not have. Ctrl waits for one letter and then lets go. */
export function TouchKeys({ terminal }: { readonly terminal: SessionTerminal }) {
  const t = useText();
  const [isControl, setControl] = useState(false);
  const { terminal: xterm } = terminal.screen;
  const type = (data: string): void => {
    setControl(false);
    xterm.input(data, true);
  };
  const arrow = (letter: string): void => type(`${xterm.modes.applicationCursorKeysMode ? "\x1bO" : "\x1b["}${letter}`);
  const control = (letter: string): void => type(String.fromCharCode(letter.charCodeAt(0) - 64));
  const paste = usePaste();
  return (
    <div
      role="toolbar"
      aria-label={t("sessions.touchKeys")}
      className="safe-bottom flex shrink-0 gap-1 overflow-x-auto border-t border-line bg-surface p-1"
    >
      <Key label="Esc" onPress={() => type("\x1b")} />
      <Key label="Tab" onPress={() => type("\t")} />
      <Key label="Ctrl" isPressed={isControl} onPress={() => setControl(!isControl)} />
      {isControl ? (
        ["C", "D", "Z", "L", "R", "A", "E", "U", "W", "O", "X"].map((letter) => (
          <Key key={letter} label={`^${letter}`} onPress={() => control(letter)} />
        ))
      ) : (
        <>
          <Key label={t("sessions.keyLeft")} onPress={() => arrow("D")}>
            <ArrowLeft size={16} aria-hidden />
          </Key>
          <Key label={t("sessions.keyUp")} onPress={() => arrow("A")}>
            <ArrowUp size={16} aria-hidden />
          </Key>
          <Key label={t("sessions.keyDown")} onPress={() => arrow("B")}>
            <ArrowDown size={16} aria-hidden />
          </Key>
          <Key label={t("sessions.keyRight")} onPress={() => arrow("C")}>
            <ArrowRight size={16} aria-hidden />
          </Key>
          <Key label={t("sessions.keyEnter")} onPress={() => type("\r")}>
            <CornerDownLeft size={16} aria-hidden />
          </Key>
          <Key label={t("sessions.paste")} onPress={() => void paste(terminal)} />
        </>
      )}
    </div>
  );
}

interface KeyProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly isPressed?: boolean;
  /** A sign instead of the label, which then only names it. */
  readonly children?: ReactNode;
}

function Key({ label, onPress, isPressed, children }: KeyProps) {
  return (
    <button
      type="button"
      aria-label={children ? label : undefined}
      aria-pressed={isPressed}
      // The terminal keeps the focus, and with it the phone's keyboard stays open.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={classes(
        "flex h-11 min-w-11 shrink-0 items-center justify-center rounded border border-line px-2 text-13",
        isPressed ? "bg-selected text-text" : "bg-raised text-text",
      )}
    >
      {children ?? label}
    </button>
  );
}
