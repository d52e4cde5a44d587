import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Ellipsis, Lock } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { useText } from "../../../i18n/useText.ts";
import { classes } from "../../../ui/classes.ts";
import type { SessionTerminal } from "../terminal/terminalPool.ts";
import { usePaste } from "../terminal/usePaste.ts";
import { afterKey, keySequence, type NamedKey, pressed, type Sticky, type StickyKeys } from "./stickyKeys.ts";
import { useRepeat } from "./useRepeat.ts";
import { usualAnswers } from "./usualAnswers.ts";

export interface KeyBarProps {
  readonly terminal: SessionTerminal;
  readonly tool: string;
}

/** The keys a phone's keyboard does not have, and what the tool usually wants to hear. The modifiers hold for whatever is typed next. */
export function KeyBar({ terminal, tool }: KeyBarProps) {
  const t = useText();
  const [hasMore, setMore] = useState(false);
  const paste = usePaste();
  const { sticky } = terminal;
  const { terminal: xterm } = terminal.screen;
  const press = (key: NamedKey): void => {
    const data = keySequence(key, sticky.getState(), xterm.modes.applicationCursorKeysMode);
    sticky.setState(afterKey(sticky.getState()), true);
    xterm.input(data, true);
  };
  const type = (data: string): void => xterm.input(data, true);
  const isControl = useStore(sticky, ({ control }) => control !== "off");
  return (
    <div
      role="toolbar"
      aria-label={t("sessions.touchKeys")}
      data-swipe="none"
      className="flex shrink-0 flex-col gap-1 bg-surface px-1 pt-1 low:flex-row-reverse low:justify-end low:overflow-x-auto low:[scrollbar-width:none]"
    >
      {isControl && (
        <Row>
          {controlLetters.map((letter) => (
            <Key key={letter} label={`^${letter}`} onPress={() => type(letter)} />
          ))}
        </Row>
      )}
      {hasMore && (
        <Row>
          <Key label="Home" onPress={() => press("home")} />
          <Key label="End" onPress={() => press("end")} />
          <RepeatKey label="PgUp" onPress={() => press("pageUp")} />
          <RepeatKey label="PgDn" onPress={() => press("pageDown")} />
          {["|", "~", "/", "-"].map((character) => (
            <Key key={character} label={character} onPress={() => type(character)} />
          ))}
          <Key label={t("sessions.paste")} onPress={() => void paste(terminal)} />
        </Row>
      )}
      <Row>
        <Key label="Esc" onPress={() => press("escape")} />
        <Key label="Tab" onPress={() => press("tab")} />
        <StickyKey label="Ctrl" which="control" sticky={sticky} />
        <StickyKey label="Alt" which="alt" sticky={sticky} />
        <RepeatKey
          label={t("sessions.keyLeft")}
          onPress={() => press("left")}
          icon={<ArrowLeft size={16} aria-hidden />}
        />
        <RepeatKey label={t("sessions.keyUp")} onPress={() => press("up")} icon={<ArrowUp size={16} aria-hidden />} />
        <RepeatKey
          label={t("sessions.keyDown")}
          onPress={() => press("down")}
          icon={<ArrowDown size={16} aria-hidden />}
        />
        <RepeatKey
          label={t("sessions.keyRight")}
          onPress={() => press("right")}
          icon={<ArrowRight size={16} aria-hidden />}
        />
        <Key
          label={t("sessions.moreKeys")}
          isPressed={hasMore}
          onPress={() => setMore(!hasMore)}
          icon={<Ellipsis size={16} aria-hidden />}
        />
        <Key label="Enter" onPress={() => press("enter")} />
        {usualAnswers(tool).map(({ label, data }) => (
          <Key key={label} label={label} onPress={() => type(data)} />
        ))}
      </Row>
    </div>
  );
}

function Row({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex gap-1 overflow-x-auto overscroll-x-contain [scrollbar-width:none] low:shrink-0 low:overflow-visible">
      {children}
    </div>
  );
}

/** What one holds Ctrl for: the first ones end or suspend programs, the others move in and cut from a shell's line. */
const controlLetters = ["C", "D", "Z", "L", "R", "A", "E", "U", "W", "O", "X"] as const;

const keyLook =
  "relative flex h-11 min-w-11 shrink-0 items-center justify-center rounded border px-2 text-13 select-none touch-manipulation";

interface KeyProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly isPressed?: boolean;
  /** A sign instead of the label, which then only names it. */
  readonly icon?: ReactNode;
}

function Key({ label, onPress, isPressed, icon }: KeyProps) {
  return (
    <button
      type="button"
      aria-label={icon ? label : undefined}
      aria-pressed={isPressed}
      // The terminal keeps the focus, and with it the phone's keyboard stays open.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={classes(keyLook, isPressed ? "border-line-strong bg-selected" : "border-line bg-raised")}
    >
      {icon ?? label}
    </button>
  );
}

function RepeatKey({ label, onPress, icon }: Omit<KeyProps, "isPressed">) {
  const handlers = useRepeat(onPress);
  return (
    <button
      type="button"
      aria-label={icon ? label : undefined}
      {...handlers}
      className={classes(keyLook, "border-line bg-raised")}
    >
      {icon ?? label}
    </button>
  );
}

interface StickyKeyProps {
  readonly label: string;
  readonly which: keyof StickyKeys;
  readonly sticky: StoreApi<StickyKeys>;
}

const looks: Readonly<Record<Sticky, string>> = {
  off: "border-line bg-raised",
  once: "border-accent bg-accent-soft",
  locked: "border-accent bg-accent text-on-accent",
};

/** Ctrl or Alt: for the next key, or locked by a double tap until it is tapped again. */
function StickyKey({ label, which, sticky }: StickyKeyProps) {
  const t = useText();
  const state = useStore(sticky, (keys) => keys[which]);
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  const press = (): void => {
    const now = performance.now();
    sticky.setState({ [which]: pressed(state, now - pressedAt.current) });
    pressedAt.current = now;
  };
  return (
    <button
      type="button"
      aria-label={state === "locked" ? t("sessions.keyLocked", { key: label }) : label}
      aria-pressed={state !== "off"}
      onPointerDown={(event) => event.preventDefault()}
      onClick={press}
      className={classes(keyLook, looks[state])}
    >
      {label}
      {state === "locked" && <Lock size={10} className="absolute top-1 right-1" aria-hidden />}
    </button>
  );
}
