import { createStore, type StoreApi } from "zustand/vanilla";
import type { Conversation } from "#shared/contract/chat.ts";
import type { Model } from "#shared/contract/models.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { browserStorage } from "../../shell/browserStorage.ts";
import type { Shell } from "../../shell/shell.ts";
import { createDrafts, type Drafts } from "./composer/drafts.ts";
import { type ConversationModel, createConversationModel } from "./conversation/conversationModel.ts";
import {
  applyConversationsEvent,
  type ConversationListState,
  unknownConversations,
  withOlder,
} from "./list/conversationList.ts";
import { deliverMessage, deliveryTask } from "./outbox/deliverMessage.ts";
import { createOutbox, type Outbox } from "./outbox/outbox.ts";

export type ChatDialog =
  | { readonly kind: "none" }
  | { readonly kind: "rename"; readonly conversation: Conversation }
  /** Of the conversation, or of the one that is being begun. */
  | { readonly kind: "prompt"; readonly conversation: string }
  | { readonly kind: "summary"; readonly text: string }
  | { readonly kind: "run"; readonly text: string };

export interface ChatState {
  readonly list: ConversationListState;
  /** Why the list is not live, if the server refuses it. */
  readonly problem: AppError | null;
  /** Null until the server told them. */
  readonly models: readonly Model[] | null;
  readonly query: string;
  readonly dialog: ChatDialog;
}

export interface ChatModel {
  readonly store: StoreApi<ChatState>;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  /** Follows the list and the models, and sends what waits, until disposed. */
  follow(): Disposable;
  /** The same object for the same conversation, as long as it is among those looked at last. */
  conversation(id: string): ConversationModel;
  addOlder(page: { readonly conversations: readonly Conversation[]; readonly total: number }): void;
  setDialog(dialog: ChatDialog): void;
  setQuery(query: string): void;
}

/** Those looked at last are shown at once when one comes back to them; more would only cost memory. */
const keptConversations = 8;

const models = new WeakMap<Shell, ChatModel>();

/** The one model of a shell. */
export function chatModelOf(shell: Shell): ChatModel {
  const known = models.get(shell);
  if (known) return known;
  const model = createChatModel(shell, browserStorage("session"));
  models.set(shell, model);
  return model;
}

/** A model that knows nothing yet. `tabStorage` belongs to this tab alone. */
export function createChatModel({ connection }: Pick<Shell, "connection">, tabStorage: Storage | null): ChatModel {
  const store = createStore<ChatState>(() => ({
    list: unknownConversations,
    problem: null,
    models: null,
    query: "",
    dialog: { kind: "none" },
  }));
  const conversations = new Map<string, ConversationModel>();
  const conversation = (id: string): ConversationModel => {
    const found = conversations.get(id) ?? createConversationModel(connection, id);
    conversations.delete(id);
    conversations.set(id, found);
    const oldest = conversations.keys().next();
    if (conversations.size > keptConversations && !oldest.done) conversations.delete(oldest.value);
    return found;
  };
  const outbox = createOutbox({
    deliver: (message, onRetry) => deliverMessage(connection, message, { onRetry, label: shortText(message.text) }),
    cancel: (id) => void connection.recovery.cancelRetry(deliveryTask(id)),
    isLive: () => connection.state.getState().kind === "live",
    isBusy: (id) => {
      const state = store.getState().list.byId.get(id)?.state;
      return state === "answering" || state === "asking";
    },
    onLive: connection.onLive,
    onAcknowledged: (message) => conversation(message.conversation).take(message),
    storage: tabStorage,
  });
  const onError = (problem: AppError): void => store.setState({ problem });

  return {
    store,
    outbox,
    drafts: createDrafts(tabStorage),
    follow: () => {
      const list = connection.follow({
        open: (client, signal) => client.chat.changes({}, { signal }),
        onEvent: (event) => {
          store.setState(({ list }) => ({ list: applyConversationsEvent(list, event), problem: null }));
          outbox.flush();
        },
        onError,
      });
      const known = connection.follow({
        open: (client, signal) => client.models.changes({}, { signal }),
        onEvent: (models) => store.setState({ models }),
        onError,
      });
      const sending = outbox.follow();
      return {
        [Symbol.dispose]: () => {
          for (const following of [list, known, sending]) following[Symbol.dispose]();
        },
      };
    },
    conversation,
    addOlder: (page) => store.setState(({ list }) => ({ list: withOlder(list, page) })),
    setDialog: (dialog) => store.setState({ dialog }),
    setQuery: (query) => store.setState({ query }),
  };
}

/** How the status bar names a message that is tried again. */
function shortText(text: string): string {
  const line = text.trim().split("\n", 1)[0] ?? "";
  return line.length > 40 ? `“${line.slice(0, 39)}…”` : `“${line}”`;
}
