import { createStore, type StoreApi } from "zustand/vanilla";

/** What is still on its way after a connection came (back): while anything is, what the page shows may be old. */
export interface CatchUp {
  readonly behind: StoreApi<number>;
  /** Something is asked for anew; the result says that it has come, once, or that nobody waits for it any more. */
  begin(): () => void;
}

export function createCatchUp(): CatchUp {
  const behind = createStore<number>(() => 0);
  return {
    behind,
    begin: () => {
      let isDone = false;
      behind.setState((count) => count + 1, true);
      return () => {
        if (isDone) return;
        isDone = true;
        behind.setState((count) => count - 1, true);
      };
    },
  };
}
