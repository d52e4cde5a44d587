import { createStore, type StoreApi } from "zustand/vanilla";
import type { ConversationEvent } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";
import type { AppError } from "#shared/errors/appError.ts";
import type { Connection } from "../../../connection/connection.ts";
import { createFrameBatch } from "../frameBatch.ts";
import {
  applyConversationEvent,
  type ConversationState,
  unknownConversation,
  withAcknowledged,
} from "./conversationState.ts";

export interface ConversationModel {
  readonly store: StoreApi<ConversationState>;
  /** Why it is not live, if the server refuses it. */
  readonly problem: StoreApi<AppError | null>;
  /** Follows the conversation until disposed. */
  follow(): Disposable;
  take(message: Message): void;
}

/** One conversation, kept up to date while it is followed; every gap, like every new link, begins anew with a snapshot. */
export function createConversationModel(connection: Pick<Connection, "follow">, id: string): ConversationModel {
  const store = createStore<ConversationState>(() => unknownConversation);
  const problem = createStore<AppError | null>(() => null);

  const begin = (onGap: () => void): Disposable => {
    const batch = createFrameBatch<ConversationEvent>((events) => {
      const next = events.reduce(applyConversationEvent, store.getState());
      problem.setState(null, true);
      store.setState(next, true);
      if (next.kind === "known" && next.hasGap) onGap();
    });
    const following = connection.follow<ConversationEvent>({
      open: (client, signal) => client.chat.follow({ id }, { signal }),
      onEvent: batch.add,
      onError: (error) => {
        batch.flush();
        if (error.code === "CONVERSATION_NOT_FOUND") store.setState({ kind: "deleted" }, true);
        else problem.setState(error, true);
      },
    });
    return {
      [Symbol.dispose]: () => {
        following[Symbol.dispose]();
        batch[Symbol.dispose]();
      },
    };
  };
  return {
    store,
    problem,
    follow: () => {
      let current = begin(again);
      function again(): void {
        current[Symbol.dispose]();
        current = begin(again);
      }
      return { [Symbol.dispose]: () => current[Symbol.dispose]() };
    },
    take: (message) => store.setState(withAcknowledged(store.getState(), message), true),
  };
}
