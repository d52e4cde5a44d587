import type { StoreApi } from "zustand/vanilla";
import type { Appearance } from "./appearance.ts";

type Changes = Partial<Appearance>;

/** Keeps how things look here in step with the configuration, which other windows and editors change too. */
export interface AppearanceKeeper {
  /** What the configuration holds now. A change of ours that it does not hold yet stays. */
  told(kept: Appearance): void;
  /**
   * Changes how things look at once, and has it saved; `save` resolves with whether it was. One save runs at a time, and the next
   * one holds the newest choice, so that pressing a key ten times ends where the tenth press left it. What could not be saved is taken
   * back, unless it was changed again meanwhile. Without `save` the change is this page's own.
   */
  change(changes: Changes, save: ((changes: Changes) => Promise<boolean>) | null): Promise<void>;
}

export function createAppearanceKeeper(store: StoreApi<Appearance>): AppearanceKeeper {
  let kept = store.getState();
  let own: Changes = {};
  let unsaved: Changes = {};
  let isSaving = false;

  const show = (): void => store.setState({ ...kept, ...own, ...unsaved }, true);
  const saveAll = async (save: (changes: Changes) => Promise<boolean>): Promise<void> => {
    while (Object.keys(unsaved).length > 0) {
      const sent = unsaved;
      if (await save(sent)) kept = { ...kept, ...sent };
      unsaved = without(unsaved, sent);
      show();
    }
  };
  return {
    told: (next) => {
      kept = next;
      show();
    },
    change: async (changes, save) => {
      if (!save) own = { ...own, ...changes };
      else unsaved = { ...unsaved, ...changes };
      show();
      if (!save || isSaving) return;
      isSaving = true;
      try {
        await saveAll(save);
      } finally {
        isSaving = false;
      }
    },
  };
}

/** The changes that are not among those sent. */
function without(changes: Changes, sent: Changes): Changes {
  return Object.fromEntries(
    Object.entries(changes).filter(([key, value]) => !(key in sent) || Reflect.get(sent, key) !== value),
  );
}
