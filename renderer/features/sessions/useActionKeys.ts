import { useStore } from "zustand";
import { useShell } from "../../shell/shell.ts";
import { keyCaps } from "../../shell/shortcut.ts";

/** The key caps of an action, for a tooltip or a menu; none where it has no shortcut. */
export function useActionKeys(id: string): readonly string[] {
  const { actions, isMac } = useShell();
  const shortcut = useStore(actions.store, (all) => all.find((action) => action.id === id)?.shortcuts?.[0]);
  return shortcut === undefined ? [] : keyCaps(shortcut, isMac);
}
