import { useLayoutEffect } from "react";
import { actionForKey } from "../shell/actions.ts";
import { useShell } from "../shell/shell.ts";

/** What marks a place whose keys belong to the program running in it: `<div data-keys="terminal">`. */
const terminalSelector = '[data-keys="terminal"]';
const modalSelector = '[role="dialog"], [role="alertdialog"]';
const textSelector = 'input, textarea, select, [contenteditable="true"]';

/** Runs actions by their keys, and takes Escape as one step back where nothing else wants it. */
export function useKeyboard(): void {
  const { actions, router, isMac } = useShell();
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // While an input method composes, its keys are not ours; while a dialog asks, the page behind it rests.
      if (event.isComposing || document.querySelector(modalSelector)) return;
      const isInTerminal = isInside(event.target, terminalSelector);
      const action = actionForKey(actions.store.getState(), event, { isMac, isInTerminal });
      if (!action || (isPlainKey(event) && isInside(event.target, textSelector))) return;
      event.preventDefault();
      event.stopPropagation();
      action.run();
    };
    const onEscape = (event: KeyboardEvent): void => {
      if (
        event.key !== "Escape" ||
        event.defaultPrevented ||
        event.isComposing ||
        document.querySelector(modalSelector)
      )
        return;
      if (isInside(event.target, terminalSelector)) return;
      if (isInside(event.target, textSelector) && event.target instanceof HTMLElement) event.target.blur();
      else if (!router.up()) return;
      event.preventDefault();
    };
    // Captured, so that a terminal that has the focus does not take the keys first.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    window.addEventListener("keydown", onEscape);
    return () => {
      window.removeEventListener("keydown", onKeyDown, { capture: true });
      window.removeEventListener("keydown", onEscape);
    };
  }, [actions, router, isMac]);
}

function isInside(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** A key that types something when no modifier is held. */
function isPlainKey({ ctrlKey, metaKey, altKey, key }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && key.length === 1;
}
