import { createStore, type StoreApi } from "zustand/vanilla";

/** Where the person is: `#/sessions/<id>` is ["sessions", "<id>"]. */
export type Path = readonly string[];

export interface Router extends Disposable {
  readonly store: StoreApi<Path>;
  /** Goes there; `replace` leaves no step to come back to. */
  navigate(path: Path, options?: { readonly replace?: boolean }): void;
  /** One level up (`sessions/x` to `sessions`); false at the top. */
  up(): boolean;
}

/** The segments of a fragment; an unreadable one is the top. */
export function parseFragment(fragment: string): Path {
  if (!fragment.startsWith("#/")) return [];
  try {
    return fragment
      .slice(2)
      .split("/")
      .filter((segment) => segment !== "")
      .map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return [];
    throw error;
  }
}

/** The fragment of a path: the reverse of parseFragment. */
export function fragmentOf(path: Path): string {
  return `#/${path.map(encodeURIComponent).join("/")}`;
}

/** Follows and sets the fragment of the window's address. */
export function createRouter(target: Window): Router {
  const store = createStore<Path>(() => parseFragment(target.location.hash));
  const follow = (): void => {
    const next = parseFragment(target.location.hash);
    if (fragmentOf(next) !== fragmentOf(store.getState())) store.setState(next, true);
  };
  target.addEventListener("hashchange", follow);
  target.addEventListener("popstate", follow);
  const navigate: Router["navigate"] = (path, { replace = false } = {}) => {
    const fragment = fragmentOf(path);
    if (fragment === target.location.hash) return;
    if (replace) target.history.replaceState(null, "", fragment);
    else target.history.pushState(null, "", fragment);
    follow();
  };
  return {
    store,
    navigate,
    up: () => {
      const path = store.getState();
      if (path.length <= 1) return false;
      navigate(path.slice(0, -1));
      return true;
    },
    [Symbol.dispose]: () => {
      target.removeEventListener("hashchange", follow);
      target.removeEventListener("popstate", follow);
    },
  };
}
