import type { AttentionItem } from "#shared/contract/attention.ts";
import type { ItemBoard } from "./items/itemBoard.ts";

export type CountAttention = (event: string, surface: string) => void;

/** Counts what becomes of items, each event once. Only open items are remembered. */
export function countItems(board: ItemBoard, count: CountAttention): Disposable {
  const known = new Map<string, AttentionItem>(board.openItems().map(({ item }) => [item.id, item]));
  return board.onChange((item) => {
    const before = known.get(item.id);
    if (item.state === "open") known.set(item.id, item);
    else known.delete(item.id);
    if (!before && item.state === "open") count("raised", "");
    if (before && item.state !== "open") count(item.state, "");
    const reached = new Map(before?.deliveries.map((delivery) => [`${delivery.surface} ${delivery.target}`, delivery]));
    // An item that had ended before is acknowledged late: it was counted, or is too old to be.
    if (!before && item.state !== "open") return;
    for (const { state, surface, target, times } of item.deliveries) {
      const earlier = reached.get(`${surface} ${target}`);
      if (times.deliveredAt !== null && !earlier?.times.deliveredAt) count("delivered", surface);
      if (state === "failed" && earlier?.state !== "failed") count("failed", surface);
    }
  });
}
