import { createStore, type StoreApi } from "zustand/vanilla";
import type { Message } from "#shared/contract/chatMessages.ts";
import { callAttempts } from "../../../connection/backoff.ts";
import { toAppError } from "../../../connection/callOutcome.ts";
import { isAbort } from "../../../connection/isRetryable.ts";
import {
  type OutboxState,
  parseOutbox,
  readyToSend,
  type SendingState,
  type UnsentMessage,
  withEntry,
  withoutEntry,
  withState,
} from "./outboxState.ts";

export interface OutboxOptions {
  /** Brings a message to the server with retries; rejects when there is no further attempt, with an AbortError when cancelled. */
  readonly deliver: (message: UnsentMessage, onRetry: (attempt: number, delayMs: number) => void) => Promise<Message>;
  readonly cancel: (id: string) => void;
  readonly isLive: () => boolean;
  /** Whether a conversation is being answered, as far as is known: it takes one message at a time. */
  readonly isBusy: (conversation: string) => boolean;
  readonly onLive: (listener: () => void) => Disposable;
  /** The server has the message. */
  readonly onAcknowledged: (message: Message) => void;
  /** This tab's alone, so that what waits survives a reload and is not sent by another tab too. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  readonly now?: () => number;
}

export interface Outbox {
  readonly store: StoreApi<OutboxState>;
  send(message: UnsentMessage): void;
  /** Sends again what failed, or now what waits for its next attempt. */
  retry(id: string): void;
  /** Stops trying and gives the message back; null if it has been acknowledged meanwhile. */
  takeBack(id: string): UnsentMessage | null;
  /** Sends what may go now: a conversation may have been answered. */
  flush(): void;
  /** Sends what waits whenever there is a connection, until disposed. */
  follow(): Disposable;
}

const storageKey = "quarterdeck.chat.outbox";

/**
 * What was sent and not yet acknowledged. The recovery manager behind `deliver` alone decides about attempts; this keeps the message in
 * sight meanwhile, waits without counting while there is no connection, and sends one conversation's messages in order.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { deliver, cancel, isLive, isBusy, onLive, onAcknowledged, storage, now = Date.now } = options;
  const store = createStore<OutboxState>(() => parseOutbox(parse(storage?.getItem(storageKey) ?? null)));
  store.subscribe((state) => {
    if (state.length === 0) storage?.removeItem(storageKey);
    else storage?.setItem(storageKey, JSON.stringify(state.map(({ message }) => message)));
  });
  const tell = (id: string, state: SendingState): void =>
    store.setState((entries) => withState(entries, id, state), true);
  const remove = (id: string): void => store.setState((entries) => withoutEntry(entries, id), true);

  const flush = (): void => {
    if (isLive()) for (const message of readyToSend(store.getState(), isBusy)) void attempt(message);
  };
  const attempt = async (message: UnsentMessage): Promise<void> => {
    const { id } = message;
    tell(id, { kind: "sending" });
    try {
      const acknowledged = await deliver(message, (attempt, delayMs) =>
        tell(id, { kind: "retrying", attempt, attempts: callAttempts, nextAt: now() + delayMs }),
      );
      onAcknowledged(acknowledged);
      remove(id);
    } catch (thrown) {
      if (isAbort(thrown)) return;
      const error = toAppError(thrown);
      // Told by the list when it is over.
      if (error.code === "CONVERSATION_BUSY") return tell(id, { kind: "waiting" });
      // Without a connection no attempt counts. It may be back already: then it goes at once.
      const isOffline = error.code === "LINK_CLOSED" || !isLive();
      tell(id, isOffline ? { kind: "waiting" } : { kind: "failed", error });
    }
    flush();
  };

  return {
    store,
    send: (message) => {
      store.setState((entries) => withEntry(entries, { message, state: { kind: "waiting" } }), true);
      flush();
    },
    retry: (id) => {
      cancel(id);
      tell(id, { kind: "waiting" });
      flush();
    },
    takeBack: (id) => {
      const entry = store.getState().find(({ message }) => message.id === id);
      cancel(id);
      remove(id);
      flush();
      return entry?.message ?? null;
    },
    flush,
    follow: () => onLive(flush),
  };
}

/** Damaged storage counts as none: it can hold nothing that may be sent on anybody's word. */
function parse(text: string | null): unknown {
  if (text === null) return [];
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
