import { createStore, type StoreApi } from "zustand/vanilla";
import type { AttentionItem } from "#shared/contract/attention.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { toAppError } from "../connection/callOutcome.ts";
import { browserStorage } from "../shell/browserStorage.ts";
import type { Shell } from "../shell/shell.ts";
import { type Acknowledgements, type Asked, createAcknowledgements } from "./acknowledgements.ts";
import { createAnnounced } from "./announced.ts";
import { applyAttentionEvent, openItems, unknownAttention, withItems, withoutOldest } from "./attentionState.ts";
import { watchPresence } from "./presence.ts";

export interface AttentionModelState {
  readonly byId: ReadonlyMap<string, AttentionItem>;
  /** Null until the first snapshot. */
  readonly sequence: number | null;
  /** Why nothing is live, if the server refuses it. */
  readonly problem: AppError | null;
  /** What this page is answering right now: the item's id and its choice (empty for words). */
  readonly answering: ReadonlyMap<string, string>;
  /** Whether older settled items may still be there. */
  readonly mayHaveOlder: boolean;
}

export interface AttentionModel {
  readonly store: StoreApi<AttentionModelState>;
  /** Follows what needs the user until disposed; `onNew` gets what is open and was not announced in this tab, oldest first. */
  follow(onNew: (items: readonly AttentionItem[]) => void): Disposable;
  /** Whether somebody is at this page. What is shown to an empty room was not seen. A phone that shows a page is in somebody's hand. */
  readonly isWatched: StoreApi<boolean>;
  /** Somebody has really looked at it. */
  see(item: Asked): void;
  /** Takes over what a call answered: older pages, an item after its answer. */
  take(items: readonly AttentionItem[]): void;
  setAnswering(id: string, choice: string | null): void;
  setMayHaveOlder(mayHaveOlder: boolean): void;
  /** The key that makes an answer count once: the same for the same answer to the same item, however often it is tried. */
  keyOf(id: string, choice: string, text: string): string;
}

const minuteMs = 60_000;
/** The setting's own default, for callers who may not read the settings. */
const usualPresenceMinutes = 2;

const models = new WeakMap<Shell, AttentionModel>();

/** The one model of a shell. */
export function attentionModelOf(shell: Shell): AttentionModel {
  const known = models.get(shell);
  if (known) return known;
  const model = createAttentionModel(shell, browserStorage("session"));
  models.set(shell, model);
  return model;
}

/** A model that knows nothing yet. `tabStorage` belongs to this tab alone. */
export function createAttentionModel(
  shell: Pick<Shell, "connection" | "settings">,
  tabStorage: Storage | null,
): AttentionModel {
  const { connection } = shell;
  const store = createStore<AttentionModelState>(() => ({
    ...unknownAttention,
    problem: null,
    answering: new Map(),
    mayHaveOlder: true,
  }));
  const isWatched = createStore<boolean>(() => connection.kind === "phone");
  const announced = createAnnounced(tabStorage);
  const keys = new Map<string, string>();
  const onError = (error: unknown): void => store.setState({ problem: toAppError(error) });
  const acknowledgements = createAcknowledgements({
    send: (ids, stage) => connection.client.attention.acknowledge({ ids: [...ids], stage }),
    onError,
  });

  return {
    store,
    isWatched,
    follow: (onNew) => {
      const following = followChanges(shell, store, acknowledgements, (items) => {
        const fresh = announced.take(items);
        if (fresh.length > 0) onNew(fresh);
      });
      const presence = tellPresence(shell, {
        onError,
        onChange: (isActive) => isWatched.setState(isActive || connection.kind === "phone", true),
      });
      return {
        [Symbol.dispose]: () => {
          following[Symbol.dispose]();
          presence[Symbol.dispose]();
        },
      };
    },
    see: (item) => acknowledgements.add("seen", [item]),
    take: (items) => store.setState((now) => ({ byId: withItems(now.byId, items) })),
    setAnswering: (id, choice) =>
      store.setState(({ answering }) => {
        const next = new Map(answering);
        if (choice === null) next.delete(id);
        else next.set(id, choice);
        return { answering: next };
      }),
    setMayHaveOlder: (mayHaveOlder) => store.setState({ mayHaveOlder }),
    keyOf: (id, choice, text) => {
      const answer = JSON.stringify([id, choice, text]);
      const key = keys.get(answer) ?? crypto.randomUUID();
      keys.set(answer, key);
      return key;
    },
  };
}

function followChanges(
  { connection }: Pick<Shell, "connection">,
  store: StoreApi<AttentionModelState>,
  acknowledgements: Acknowledgements,
  onChange: (items: readonly AttentionItem[]) => void,
): Disposable {
  const following = connection.follow({
    open: (client, signal) => {
      const after = store.getState().sequence;
      return client.attention.changes(after === null ? {} : { after }, { signal });
    },
    onEvent: (event) => {
      const next = applyAttentionEvent(store.getState(), event);
      const byId = store.getState().mayHaveOlder ? withoutOldest(next.byId) : next.byId;
      store.setState({ sequence: next.sequence, byId, problem: null });
      const arrived = event.kind === "snapshot" ? event.items : [event.item];
      acknowledgements.add("delivered", arrived);
      onChange([...byId.values()]);
    },
    onError: (problem) => store.setState({ problem }),
  });
  const live = connection.onLive(acknowledgements.live);
  return {
    [Symbol.dispose]: () => {
      following[Symbol.dispose]();
      live[Symbol.dispose]();
    },
  };
}

function tellPresence(
  { connection, settings }: Pick<Shell, "connection" | "settings">,
  { onError, onChange }: { readonly onError: (error: unknown) => void; readonly onChange: (isActive: boolean) => void },
) {
  const tell = async (isActive: boolean): Promise<void> => {
    try {
      await connection.client.attention.presence({ isActive });
    } catch (error) {
      // Presence ends with the link, and the next one is told anew.
      if (toAppError(error).code !== "LINK_CLOSED") onError(error);
    }
  };
  const watch = watchPresence({
    target: document,
    withinMs: () => {
      const minutes = settings.getState()?.values["attention.presenceMinutes"];
      return (typeof minutes === "number" ? minutes : usualPresenceMinutes) * minuteMs;
    },
    tell: (isActive) => {
      onChange(isActive);
      void tell(isActive);
    },
  });
  const live = connection.onLive(watch.repeat);
  return {
    [Symbol.dispose]: () => {
      live[Symbol.dispose]();
      watch[Symbol.dispose]();
    },
  };
}

/** How many items wait: the badge. */
export function openCount({ byId }: Pick<AttentionModelState, "byId">): number {
  return openItems(byId).length;
}
