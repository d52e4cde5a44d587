import type { AttentionEvent, AttentionItem } from "#shared/contract/attention.ts";

/** What needs the user, as this page knows it. */
export interface AttentionState {
  /** Of the last change that arrived: what is asked for after a reconnection. Null until the first snapshot. */
  readonly sequence: number | null;
  readonly byId: ReadonlyMap<string, AttentionItem>;
}

export const unknownAttention: AttentionState = { sequence: null, byId: new Map() };

/** Settled items kept in the page; older ones are asked for when somebody scrolls to them. */
export const maximumSettled = 300;

/** The state after an event. An older version of an item never replaces a newer one: an answer to a call may overtake the stream. */
export function applyAttentionEvent(state: AttentionState, event: AttentionEvent): AttentionState {
  const isFresh = event.kind === "snapshot" && event.isWhole;
  const items = event.kind === "snapshot" ? event.items : [event.item];
  const sequence = isFresh ? event.sequence : Math.max(state.sequence ?? 0, event.sequence);
  return { sequence, byId: withItems(isFresh ? new Map() : state.byId, items) };
}

/** The items with these put in: what a call answered, or an older page of the list. */
export function withItems(
  byId: ReadonlyMap<string, AttentionItem>,
  items: readonly AttentionItem[],
): ReadonlyMap<string, AttentionItem> {
  const next = new Map(byId);
  for (const item of items) {
    const known = next.get(item.id);
    if (!known || known.sequence <= item.sequence) next.set(item.id, item);
  }
  return next;
}

/** Without the oldest settled ones beyond `limit`. Open ones always stay. */
export function withoutOldest(
  byId: ReadonlyMap<string, AttentionItem>,
  limit: number = maximumSettled,
): ReadonlyMap<string, AttentionItem> {
  const settled = [...byId.values()].filter(({ state }) => state !== "open");
  if (settled.length <= limit) return byId;
  const gone = new Set(
    settled
      .sort((left, right) => right.sequence - left.sequence)
      .slice(limit)
      .map(({ id }) => id),
  );
  return new Map([...byId].filter(([id]) => !gone.has(id)));
}

/** The open ones: those that wait for an answer first, and among them the newest. */
export function openItems(byId: ReadonlyMap<string, AttentionItem>): readonly AttentionItem[] {
  return [...byId.values()].filter(({ state }) => state === "open").sort(mostUrgentFirst);
}

/** The others, the last settled first. */
export function settledItems(byId: ReadonlyMap<string, AttentionItem>): readonly AttentionItem[] {
  return [...byId.values()].filter(({ state }) => state !== "open").sort((a, b) => b.sequence - a.sequence);
}

function mostUrgentFirst(left: AttentionItem, right: AttentionItem): number {
  const urgency = Number(waitsForAnswer(right)) - Number(waitsForAnswer(left));
  return urgency || right.createdAt - left.createdAt || right.sequence - left.sequence;
}

/** The open item of a session that asks for the most: something that waits for an answer before something to be known. */
export function itemOfSession(
  byId: ReadonlyMap<string, AttentionItem>,
  session: string,
): { readonly item: AttentionItem; readonly others: number } | null {
  const here = openItems(byId).filter(({ place }) => place.kind === "session" && place.session === session);
  const [item] = here;
  return item ? { item, others: here.length - 1 } : null;
}

/** Whether an answer can be given here, rather than the item only be known. */
export function waitsForAnswer({ choices, acceptsText }: AttentionItem): boolean {
  return choices.length > 0 || acceptsText;
}
