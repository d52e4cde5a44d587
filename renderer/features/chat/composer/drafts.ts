import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { attachment } from "#shared/contract/chatMessages.ts";
import { modelKey } from "#shared/contract/models.ts";
import { readJson } from "../../../shell/browserStorage.ts";

const draft = z.object({
  text: z.string().default(""),
  /** Uploaded already. */
  attachments: z.array(attachment).default([]),
  /** For a conversation that is being begun: what it begins with. */
  model: modelKey.nullable().default(null),
  systemPrompt: z.string().default(""),
  /** The message that is written anew, and its parent: what is sent becomes another version of it. */
  editing: z.object({ message: z.string(), parent: z.string().nullable() }).nullable().default(null),
});
export type Draft = z.infer<typeof draft>;

export const emptyDraft: Draft = draft.parse({});

/** What was written and not sent, by conversation (`new` for one that is being begun). It outlives a reload, in this tab alone. */
export interface Drafts {
  readonly store: StoreApi<ReadonlyMap<string, Draft>>;
  of(conversation: string): Draft;
  change(conversation: string, changes: Partial<Draft>): void;
  clear(conversation: string): void;
}

/** The address and the draft's name of a conversation that does not exist yet. */
export const newConversation = "new";

const prefix = "quarterdeck.chat.draft.";

/** Drafts as the storage has them; without one they last as long as the page. */
export function createDrafts(storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null): Drafts {
  const store = createStore<ReadonlyMap<string, Draft>>(() => new Map());
  const stored = new Map<string, Draft>();
  const of = (conversation: string): Draft => {
    const known = store.getState().get(conversation) ?? stored.get(conversation);
    if (known) return known;
    const kept = draft.safeParse(readJson(storage?.getItem(prefix + conversation) ?? null));
    // The same object each time it is asked for, so that whoever draws it sees no change where there is none.
    const found = kept.success && !isEmpty(kept.data) ? kept.data : emptyDraft;
    stored.set(conversation, found);
    return found;
  };
  const put = (conversation: string, next: Draft): void => {
    store.setState((all) => new Map(all).set(conversation, next), true);
    if (isEmpty(next)) storage?.removeItem(prefix + conversation);
    else storage?.setItem(prefix + conversation, JSON.stringify(next));
  };
  return {
    store,
    of,
    change: (conversation, changes) => put(conversation, { ...of(conversation), ...changes }),
    clear: (conversation) => put(conversation, emptyDraft),
  };
}

function isEmpty({ text, attachments, model, systemPrompt, editing }: Draft): boolean {
  return text === "" && attachments.length === 0 && model === null && systemPrompt === "" && editing === null;
}
