import type { Terminal } from "@xterm/xterm";
import type { ActionRegistry } from "../../../shell/actions.ts";

/** Keys that the terminal takes before the program in it: zoom, and scrolling on into the history from the top. */
export function attachTerminalKeys(
  terminal: Terminal,
  { actions, isMac }: { readonly actions: ActionRegistry; readonly isMac: boolean },
  goAbove: () => void,
): void {
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== "keydown") return true;
    const action = zoomAction(event, isMac);
    if (action !== null) {
      event.preventDefault();
      actions.run(action);
      return false;
    }
    const isPageUp = event.key === "PageUp" && event.shiftKey && !event.ctrlKey && !event.altKey;
    if (isPageUp && terminal.buffer.active.type === "normal" && terminal.buffer.active.viewportY === 0) {
      goAbove();
      return false;
    }
    return true;
  });
}

function zoomAction(event: KeyboardEvent, isMac: boolean): string | null {
  if ((isMac ? !event.metaKey : !event.ctrlKey) || event.altKey) return null;
  if (event.key === "+" || event.key === "=") return "sessions.fontLarger";
  if (event.key === "-") return "sessions.fontSmaller";
  return event.key === "0" ? "sessions.fontReset" : null;
}
