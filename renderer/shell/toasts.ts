import { createStore, type StoreApi } from "zustand/vanilla";

/**
 * A short message: what happened, whether anything was lost, what to do. Errors stay until put away, others for a while. `attention` is
 * for what needs the user, and for nothing else.
 */
export interface Toast {
  readonly id: number;
  readonly tone: "info" | "success" | "error" | "attention";
  readonly title: string;
  readonly body?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface Toasts {
  readonly store: StoreApi<readonly Toast[]>;
  show(toast: Omit<Toast, "id">): number;
  dismiss(id: number): void;
}

/** More would cover the work; the oldest goes. */
const maximumShown = 4;

/** An empty stack of toasts. The same words shown again replace the old ones instead of piling up. */
export function createToasts(): Toasts {
  const store = createStore<readonly Toast[]>(() => []);
  let nextId = 1;
  return {
    store,
    show: (toast) => {
      const id = nextId++;
      store.setState(
        (all) =>
          [...all.filter((other) => other.title !== toast.title || other.body !== toast.body), { ...toast, id }].slice(
            -maximumShown,
          ),
        true,
      );
      return id;
    },
    dismiss: (id) => store.setState((all) => all.filter((toast) => toast.id !== id), true),
  };
}
