import { useCallback } from "react";
import { useText } from "../i18n/useText.ts";
import { useShell } from "./shell.ts";

/** Puts text on the clipboard and says so, or says that it could not. */
export function useCopy(): (text: string) => Promise<void> {
  const { toasts } = useShell();
  const t = useText();
  return useCallback(
    async (text) => {
      const isCopied = await writeToClipboard(text);
      toasts.show(
        isCopied ? { tone: "success", title: t("app.copied") } : { tone: "error", title: t("app.copyFailed") },
      );
    },
    [toasts, t],
  );
}

/** False where the browser refuses: without a secure context (a phone over plain http) or without permission. */
async function writeToClipboard(text: string): Promise<boolean> {
  if (!("clipboard" in navigator)) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
