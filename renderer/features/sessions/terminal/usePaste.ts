import { useCallback } from "react";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import type { SessionTerminal } from "./terminalPool.ts";

/** Pastes the clipboard into a terminal, as one bracketed paste where the program asked for that; says so where it may not be read. */
export function usePaste(): (terminal: SessionTerminal | null | undefined) => Promise<void> {
  const { toasts } = useShell();
  const t = useText();
  return useCallback(
    async (terminal) => {
      if (!terminal) return;
      const text = await readClipboard();
      if (text === null)
        toasts.show({ tone: "error", title: t("sessions.pasteFailed"), body: t("sessions.pasteFailedHint") });
      else terminal.screen.terminal.paste(text);
      terminal.screen.terminal.focus();
    },
    [toasts, t],
  );
}

/** Null where the browser refuses: without a secure context or without permission. */
export async function readClipboard(): Promise<string | null> {
  if (!("clipboard" in navigator)) return null;
  try {
    return await navigator.clipboard.readText();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
