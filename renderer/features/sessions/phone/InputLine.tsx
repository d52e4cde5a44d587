import { ClipboardPaste, History, SendHorizontal } from "lucide-react";
import { type KeyboardEvent, type TouchEvent, useLayoutEffect, useRef, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { classes } from "../../../ui/classes.ts";
import { controlLook } from "../../../ui/Field.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import type { SessionTerminal } from "../terminal/terminalPool.ts";
import { readClipboard } from "../terminal/usePaste.ts";
import { useSessionsModel } from "../useSessions.ts";
import { type Browsing, browse, notBrowsing } from "./sentLines.ts";

/** Further than a tap, shorter than a thumb's way. */
const swipePixels = 36;
const maximumHeight = 132;

/** A line to write or dictate into, with the keyboard's own corrections; sending types it into the terminal and presses Enter. */
export function InputLine({ terminal }: { readonly terminal: SessionTerminal }) {
  const t = useText();
  const { toasts } = useShell();
  const { sent } = useSessionsModel();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [browsing, setBrowsing] = useState<Browsing>(notBrowsing);
  const touchY = useRef<number | null>(null);
  const { session, screen } = terminal;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, maximumHeight)}px`;
  }, [text]);

  const send = (): void => {
    sent.add(session, text);
    // As one paste where it has several lines, so that no line break in it is taken for Enter.
    if (text.includes("\n")) screen.terminal.paste(text);
    else if (text !== "") screen.terminal.input(text, true);
    screen.terminal.input("\r", true);
    setText("");
    setBrowsing(notBrowsing);
  };
  const step = (direction: 1 | -1): boolean => {
    const next = browse(sent.of(session), browsing, text, direction);
    if (!next) return false;
    setBrowsing(next.browsing);
    setText(next.text);
    return true;
  };
  const paste = async (): Promise<void> => {
    const pasted = await readClipboard();
    if (pasted === null)
      toasts.show({ tone: "error", title: t("sessions.pasteFailed"), body: t("sessions.pasteFailedHint") });
    else setText((before) => before + pasted);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const isOnFirst = !value.slice(0, selectionStart).includes("\n");
    const isOnLast = !value.slice(selectionEnd).includes("\n");
    const isEnter = event.key === "Enter" && !event.shiftKey;
    if (isEnter) send();
    else if (event.key === "ArrowUp" ? !isOnFirst || !step(1) : event.key !== "ArrowDown" || !isOnLast || !step(-1))
      return;
    event.preventDefault();
  };
  const onTouchMove = (event: TouchEvent): void => {
    const y = event.touches[0]?.clientY;
    if (touchY.current === null || y === undefined || event.touches.length !== 1) return;
    const moved = y - touchY.current;
    if (Math.abs(moved) < swipePixels || (field.current?.scrollHeight ?? 0) > maximumHeight) return;
    step(moved < 0 ? 1 : -1);
    touchY.current = null;
  };
  return (
    <div
      data-swipe="none"
      className="flex min-w-0 flex-1 items-end gap-1 border-t border-line bg-surface px-1 pt-1 pb-0.5 low:border-t-0"
    >
      <textarea
        ref={field}
        aria-label={t("sessions.inputLine")}
        placeholder={t("sessions.inputLine")}
        rows={1}
        value={text}
        enterKeyHint="send"
        autoComplete="off"
        autoCorrect="on"
        autoCapitalize="sentences"
        spellCheck
        onChange={(event) => {
          setText(event.currentTarget.value);
          setBrowsing(notBrowsing);
        }}
        onKeyDown={onKeyDown}
        onTouchStart={(event) => {
          touchY.current = event.touches[0]?.clientY ?? null;
        }}
        onTouchMove={onTouchMove}
        // Below 16 pixels iOS zooms into the field.
        className={classes(controlLook, "min-h-11 min-w-0 flex-1 resize-none py-2.5 text-[16px] leading-5")}
      />
      <IconButton
        icon={History}
        label={t("sessions.sentBefore")}
        disabled={sent.of(session).length === 0}
        onClick={() => step(1)}
      />
      <IconButton icon={ClipboardPaste} label={t("sessions.pasteIntoLine")} onClick={() => void paste()} />
      <IconButton icon={SendHorizontal} label={t("sessions.sendLine")} onClick={send} className="text-accent" />
    </div>
  );
}
