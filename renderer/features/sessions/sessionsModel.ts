import { createStore, type StoreApi } from "zustand/vanilla";
import type { Session } from "#shared/contract/sessions.ts";
import type { Tool } from "#shared/contract/tools.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { browserStorage } from "../../shell/browserStorage.ts";
import type { Shell } from "../../shell/shell.ts";
import { isHandheld } from "../../ui/useMediaQuery.ts";
import {
  emptyLayout,
  focusedSession,
  keepExisting,
  openTab,
  type PaneLayout,
  visibleSessions,
} from "./layout/paneLayout.ts";
import { loadLayout, saveLayout } from "./layout/storedLayout.ts";
import { forgetMissing, loadSeen, markSeen, type SeenOutput, saveSeen } from "./list/seenOutput.ts";
import { createDeviceViewStore, type DeviceView } from "./phone/deviceView.ts";
import { createSentLines, type SentLines } from "./phone/sentLines.ts";
import { applySessionsEvent, type SessionListState, unknownSessions } from "./sessionList.ts";
import { createTerminalPool, type TerminalPool } from "./terminal/terminalPool.ts";

/** What a session's pane shows. */
export type SessionView =
  | { readonly kind: "live" }
  /** `row` is shown and marked; null to begin just above the live terminal. */
  | { readonly kind: "history"; readonly row: number | null }
  /** `time` is where the replay begins; null for its beginning. */
  | { readonly kind: "replay"; readonly time: number | null };

export type SessionsDialog =
  | { readonly kind: "none" | "restartInterrupted" }
  | { readonly kind: "new"; readonly tool: string | null }
  | { readonly kind: "rename" | "delete" | "export" | "stop"; readonly session: string }
  | { readonly kind: "search"; readonly session: string | null };

export interface SessionsState {
  readonly sessions: SessionListState;
  /** Why the list is not live, if the server refuses it. */
  readonly problem: AppError | null;
  /** Null until they were asked for. */
  readonly tools: readonly Tool[] | null;
  readonly seen: SeenOutput;
  readonly layout: PaneLayout;
  readonly views: ReadonlyMap<string, SessionView>;
  /** The session whose find bar is open. */
  readonly finding: string | null;
  readonly dialog: SessionsDialog;
  readonly filter: string;
}

/** The sessions as this page knows them, and what it shows of them. */
export interface SessionsModel {
  readonly store: StoreApi<SessionsState>;
  readonly pool: TerminalPool;
  /** How this device looks at terminals. */
  readonly device: StoreApi<DeviceView>;
  /** What was sent from the input line. */
  readonly sent: SentLines;
  /** Follows the sessions until disposed. */
  follow(): Disposable;
  /** Goes to a session: its tab comes to the front. */
  go(session: string): void;
  setLayout(change: (layout: PaneLayout) => PaneLayout): void;
  show(session: string, view: SessionView): void;
  setDialog(dialog: SessionsDialog): void;
  /** Whether the sessions page is on screen, so that what it shows counts as seen. */
  setShown(isShown: boolean): void;
}

const live: SessionView = { kind: "live" };

export function viewOf(state: SessionsState, session: string): SessionView {
  return state.views.get(session) ?? live;
}

export function sessionOf(state: SessionsState, id: string | null): Session | undefined {
  return id === null ? undefined : state.sessions.byId.get(id);
}

const models = new WeakMap<Shell, SessionsModel>();

/** The one model of a shell: the page and what always runs in the background share it. */
export function sessionsModelOf(shell: Shell): SessionsModel {
  const known = models.get(shell);
  if (known) return known;
  const model = createSessionsModel(shell);
  models.set(shell, model);
  return model;
}

/** A model that knows no sessions yet. */
export function createSessionsModel(shell: Shell, storage: Storage | null = browserStorage()): SessionsModel {
  const store = createStore<SessionsState>(() => ({
    sessions: unknownSessions,
    problem: null,
    tools: null,
    seen: (storage && loadSeen(storage)) ?? {},
    layout: storage ? loadLayout(storage) : emptyLayout,
    views: new Map(),
    finding: null,
    dialog: { kind: "none" },
    filter: "",
  }));
  let isFirstVisit = storage === null || loadSeen(storage) === null;
  let isShown = false;

  const device = createDeviceViewStore(storage);
  const isVisible = (session: string): boolean => visibleSessions(store.getState().layout).includes(session);
  const look = (): Parameters<TerminalPool["setLook"]>[0] => {
    const { terminalFontSize, terminalFontFamily, terminalScrollback } = shell.appearance.getState();
    const fontSize = device.getState().fontSize ?? terminalFontSize;
    return { fontSize, fontFamily: terminalFontFamily, scrollback: terminalScrollback };
  };
  // On a phone, driving is taken by the person's word alone: looking at a session must not make the desktop's terminal narrow.
  const mayDecide = (): boolean => document.visibilityState === "visible" && !isHandheld();
  const pool = createTerminalPool(shell.connection, look(), isVisible, mayDecide);

  const setLayout = (change: (layout: PaneLayout) => PaneLayout): void => {
    const before = store.getState().layout;
    const layout = change(before);
    if (layout === before) return;
    store.setState({ layout });
    if (storage) saveLayout(storage, layout);
    see();
    const [part, id] = shell.router.store.getState();
    const focused = focusedSession(layout);
    if (part === "sessions" && id !== undefined && id !== focused)
      shell.router.navigate(focused === null ? ["sessions"] : ["sessions", focused], { replace: true });
  };

  const see = (): void => {
    if (!isShown || document.visibilityState !== "visible") return;
    const { seen, layout, sessions } = store.getState();
    const next = markSeen(
      seen,
      visibleSessions(layout).flatMap((id) => sessions.byId.get(id) ?? []),
    );
    if (next === seen) return;
    store.setState({ seen: next });
    if (storage) saveSeen(storage, next);
  };

  const afterSnapshot = (sessions: SessionListState): void => {
    const { seen, layout } = store.getState();
    const exists = (id: string): boolean => sessions.byId.has(id);
    const next = isFirstVisit ? markSeen(seen, sessions.byId.values()) : forgetMissing(seen, exists);
    isFirstVisit = false;
    store.setState({ seen: next });
    if (storage) saveSeen(storage, next);
    for (const id of layout.panes.flatMap(({ tabs }) => tabs)) if (!exists(id)) pool.close(id);
    setLayout((current) => keepExisting(current, exists));
  };

  const followSessions = (): Disposable => {
    let current: Disposable | undefined;
    let isEnded = false;
    const begin = (): void => {
      current = shell.connection.follow({
        open: (client, signal) => client.sessions.changes(undefined, { signal }),
        onEvent: (event) => {
          const sessions = applySessionsEvent(store.getState().sessions, event);
          if (sessions === null) {
            // Events are missing: only a fresh stream, which begins with a snapshot, can mend that.
            current?.[Symbol.dispose]();
            if (!isEnded) queueMicrotask(begin);
            return;
          }
          store.setState({ sessions, problem: null });
          if (event.kind === "snapshot") afterSnapshot(sessions);
          if (event.kind === "deleted") {
            pool.close(event.id);
            setLayout((layout) => keepExisting(layout, (id) => id !== event.id));
          }
          see();
        },
        onError: (problem) => store.setState({ problem }),
      });
    };
    begin();
    return {
      [Symbol.dispose]: () => {
        isEnded = true;
        current?.[Symbol.dispose]();
      },
    };
  };

  return {
    store,
    pool,
    device,
    sent: createSentLines(),
    follow: () => {
      const following = followSessions();
      const stopLook = shell.appearance.subscribe(() => pool.setLook(look()));
      const stopDevice = device.subscribe(() => pool.setLook(look()));
      const themes = new MutationObserver(() => pool.refreshThemes());
      themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
      document.addEventListener("visibilitychange", see);
      return {
        [Symbol.dispose]: () => {
          following[Symbol.dispose]();
          stopLook();
          stopDevice();
          themes.disconnect();
          document.removeEventListener("visibilitychange", see);
          pool[Symbol.dispose]();
        },
      };
    },
    go: (session) => {
      setLayout((layout) => openTab(layout, session));
      shell.router.navigate(["sessions", session]);
    },
    setLayout,
    show: (session, view) => {
      const views = new Map(store.getState().views);
      if (view.kind === "live") views.delete(session);
      else views.set(session, view);
      store.setState({ views });
    },
    setDialog: (dialog) => store.setState({ dialog }),
    setShown: (next) => {
      isShown = next;
      see();
    },
  };
}
