import type { AttentionItem } from "#shared/contract/attention.ts";
import { openItems, settledItems } from "../../attention/attentionState.ts";

/** One line of the list. */
export type InboxLine =
  | { readonly kind: "group"; readonly group: "open" | "settled"; readonly count: number | null }
  | { readonly kind: "item"; readonly item: AttentionItem }
  /** Where the list may go on with older ones. */
  | { readonly kind: "older" };

/** What the list shows: open ones first, then the settled ones; how many of these there are in all nobody knows. */
export function inboxLines(byId: ReadonlyMap<string, AttentionItem>, mayHaveOlder: boolean): readonly InboxLine[] {
  const open = openItems(byId);
  const settled = settledItems(byId);
  const lines = (items: readonly AttentionItem[]): readonly InboxLine[] =>
    items.map((item) => ({ kind: "item", item }));
  return [
    ...(open.length > 0 ? [{ kind: "group", group: "open", count: open.length } as const] : []),
    ...lines(open),
    ...(settled.length > 0 ? [{ kind: "group", group: "settled", count: null } as const] : []),
    ...lines(settled),
    ...(settled.length > 0 && mayHaveOlder ? [{ kind: "older" } as const] : []),
  ];
}

/** The item before or after one in the list; the first or last where there is none to start from. */
export function neighbourItem(lines: readonly InboxLine[], from: string | null, step: 1 | -1): string | null {
  const ids = lines.flatMap((line) => (line.kind === "item" ? [line.item.id] : []));
  const at = from === null ? -1 : ids.indexOf(from);
  const next = at < 0 ? (step === 1 ? 0 : ids.length - 1) : Math.min(Math.max(at + step, 0), ids.length - 1);
  return ids[next] ?? null;
}
