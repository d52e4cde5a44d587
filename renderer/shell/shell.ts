import { createContext, useContext, useLayoutEffect } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import type { Settings } from "#shared/contract/settings.ts";
import type { SystemStatus } from "#shared/contract/system.ts";
import type { Connection } from "../connection/connection.ts";
import type { PhoneDesk } from "../pairing/phoneDesk.ts";
import type { Action, ActionRegistry } from "./actions.ts";
import type { Appearance } from "./appearance.ts";
import type { AppearanceKeeper } from "./appearanceKeeper.ts";
import type { Router } from "./router.ts";
import type { Toasts } from "./toasts.ts";

/** What the frame offers to every feature. Made once in main.tsx; tests make their own. */
export interface Shell {
  readonly connection: Connection;
  /** How this browser is paired; null in the desktop's own window, which is always let in. */
  readonly phoneDesk: PhoneDesk | null;
  readonly router: Router;
  readonly actions: ActionRegistry;
  readonly toasts: Toasts;
  /** How things look here; changed through `keepAppearance` only. */
  readonly appearance: StoreApi<Appearance>;
  readonly keepAppearance: AppearanceKeeper;
  /** The configuration as the server last told it; null until it first did. */
  readonly settings: StoreApi<Settings | null>;
  /** What the server last said of itself; null until it first did. */
  readonly status: StoreApi<SystemStatus | null>;
  /** The codes of the quiet notices that were put away in this browser. */
  readonly putAway: StoreApi<readonly string[]>;
  /** What this caller may do; null until the server said. */
  readonly permissions: StoreApi<readonly Permission[] | null>;
  readonly isMac: boolean;
}

export const ShellContext = createContext<Shell | null>(null);

/** The shell around this component. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error("No shell is provided above this component");
  return shell;
}

/** Registers actions while the component is mounted. Memoise the list: a new one is registered anew. */
export function useActions(actions: readonly Action[]): void {
  const { actions: registry } = useShell();
  // Before the page is painted: what one can see, one can press.
  useLayoutEffect(() => {
    const registration = registry.register(actions);
    return () => registration[Symbol.dispose]();
  }, [registry, actions]);
}

/** The appearance in force (theme choice, terminal font). */
export function useAppearance(): Appearance {
  return useStore(useShell().appearance);
}

/** Whether this caller has a permission; false until the server said. */
export function useMay(permission: Permission): boolean {
  return useStore(
    useShell().permissions,
    (granted) => granted !== null && (granted.includes("admin") || granted.includes(permission)),
  );
}
