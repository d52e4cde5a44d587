import type { LucideIcon } from "lucide-react";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Translate } from "../i18n/texts.ts";
import { type KeyPress, matchesChord, mayLeaveTerminal, parseChord } from "./shortcut.ts";

/** Something a person can do. The command palette lists every registered one; nothing has a shortcut without being here. */
export interface Action {
  /** Stable and unique: `sessions.new`. */
  readonly id: string;
  readonly title: (t: Translate) => string;
  /** The heading it stands under in the palette. */
  readonly group: (t: Translate) => string;
  /** Further words by which it is found. */
  readonly keywords?: string;
  readonly icon?: LucideIcon;
  /** `Mod+Shift+P`; the first is shown. Inside a terminal only those work that shells do not use (shortcut.ts). */
  readonly shortcuts?: readonly string[];
  /** Left out of the palette and deaf to its keys while this is false. */
  readonly when?: () => boolean;
  readonly run: () => void;
}

export interface ActionRegistry {
  readonly store: StoreApi<readonly Action[]>;
  /** Adds actions until disposed. An id that is already there is taken over by the newer one and comes back afterwards. */
  register(actions: readonly Action[]): Disposable;
  /** Where an action stands in a list of all: by when it was first registered, so that registering anew moves nothing. */
  placeOf(id: string): number;
  /** Runs an action by id; false if there is none or it does not apply now. */
  run(id: string): boolean;
}

/** An empty registry. */
export function createActionRegistry(): ActionRegistry {
  let registered: readonly (readonly Action[])[] = [];
  const store = createStore<readonly Action[]>(() => []);
  const places = new Map<string, number>();
  const publish = (): void => {
    const byId = new Map<string, Action>();
    for (const action of registered.flat()) byId.set(action.id, action);
    store.setState([...byId.values()], true);
  };
  return {
    store,
    register: (actions) => {
      registered = [...registered, actions];
      for (const { id } of actions) if (!places.has(id)) places.set(id, places.size);
      publish();
      return {
        [Symbol.dispose]: () => {
          registered = registered.filter((others) => others !== actions);
          publish();
        },
      };
    },
    placeOf: (id) => places.get(id) ?? places.size,
    run: (id) => {
      const action = store.getState().find((candidate) => candidate.id === id);
      if (!action || action.when?.() === false) return false;
      action.run();
      return true;
    },
  };
}

/** The action that a key press means here, if any; the latest registered wins. */
export function actionForKey(
  actions: readonly Action[],
  press: KeyPress,
  place: { readonly isMac: boolean; readonly isInTerminal: boolean },
): Action | undefined {
  return actions.findLast((action) => {
    const isMeant = action.shortcuts?.some((shortcut) => {
      const chord = parseChord(shortcut);
      return matchesChord(chord, press, place.isMac) && (!place.isInTerminal || mayLeaveTerminal(chord, place.isMac));
    });
    return isMeant === true && action.when?.() !== false;
  });
}
