import { z } from "zod";
import {
  type AttentionDelivery,
  type AttentionItem,
  attentionAnswer,
  attentionDelivery,
  attentionItem,
} from "#shared/contract/attention.ts";
import type { AttentionDeliveryRow, AttentionItemRow } from "../../storage/tables.ts";

/** An item with what only the core needs to know of it. */
export interface KeptItem {
  readonly item: AttentionItem;
  /** What an open item with the same key is: the same need. */
  readonly key: string | null;
  /** Who answered with which idempotency key. */
  readonly answerKey: string | null;
  /** When somebody was last asked for: deliveries count from here, in milliseconds since the epoch. */
  readonly askedAt: number;
}

const content = attentionItem
  .pick({ place: true, who: true, tool: true, text: true, detail: true, choices: true, acceptsText: true })
  .extend({ askedAt: z.number() });

/** Throws what zod throws where a row is not one of ours: the database is then damaged, which is not hidden. */
export function fromRows(row: AttentionItemRow, deliveries: readonly AttentionDeliveryRow[]): KeptItem {
  const { askedAt, ...said } = content.parse(JSON.parse(row.content));
  const item = attentionItem.parse({
    ...said,
    id: row.id,
    sequence: row.sequence,
    kind: row.kind,
    state: row.state,
    closedBy: row.closed_by,
    answer: row.answer === null ? null : attentionAnswer.parse(JSON.parse(row.answer)),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deliveries: deliveries.map(fromDeliveryRow),
  });
  return { item, key: row.item_key, answerKey: row.answer_key, askedAt };
}

export function toRow({ item, key, answerKey, askedAt }: KeptItem): AttentionItemRow {
  return {
    id: item.id,
    sequence: item.sequence,
    kind: item.kind,
    session: item.place.kind === "session" ? item.place.session : null,
    item_key: key,
    state: item.state,
    content: JSON.stringify(content.parse({ ...item, askedAt })),
    answer: item.answer === null ? null : JSON.stringify(item.answer),
    answer_key: answerKey,
    closed_by: item.closedBy,
    created_at: item.createdAt,
    updated_at: item.updatedAt,
  };
}

function fromDeliveryRow(row: AttentionDeliveryRow): AttentionDelivery {
  return attentionDelivery.parse({
    ...row,
    times: {
      sentAt: row.sent_at,
      deliveredAt: row.delivered_at,
      seenAt: row.seen_at,
      answeredAt: row.answered_at,
      nextAt: row.next_at,
    },
  });
}

export function toDeliveryRow(item: string, delivery: AttentionDelivery): AttentionDeliveryRow {
  const { surface, target, label, state, reason, attempts, times } = delivery;
  return {
    item,
    surface,
    target,
    label,
    state,
    reason,
    attempts,
    sent_at: times.sentAt,
    delivered_at: times.deliveredAt,
    seen_at: times.seenAt,
    answered_at: times.answeredAt,
    next_at: times.nextAt,
  };
}
