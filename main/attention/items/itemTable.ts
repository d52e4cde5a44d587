import type { Kysely } from "kysely";
import type { AttentionDeliveryRow, AttentionItemRow, Tables } from "../../storage/tables.ts";
import { fromRows, type KeptItem, toDeliveryRow, toRow } from "./keptItem.ts";

/** The database, or a transaction of it. */
export type Executor = Kysely<Tables>;

const counter = "attention";
/** The highest sequence of an item that was deleted because of its age: whoever knows less has missed something for good. */
const forgottenCounter = "attention-forgotten";

/** SQLite allows 32,766 values in one statement; a delivery has twelve. */
const groupSize = 500;

export async function readItem(database: Executor, id: string): Promise<KeptItem | null> {
  const rows = await database.selectFrom("attention_items").selectAll().where("id", "=", id).execute();
  return (await withDeliveries(database, rows))[0] ?? null;
}

export async function readOpen(database: Executor): Promise<KeptItem[]> {
  const rows = await database
    .selectFrom("attention_items")
    .selectAll()
    .where("state", "=", "open")
    .orderBy("sequence")
    .execute();
  return await withDeliveries(database, rows);
}

export interface ItemPage {
  readonly state: "open" | "ended" | "all";
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The last changed first. */
export async function readNewest(database: Executor, { state, before, limit }: ItemPage): Promise<KeptItem[]> {
  let query = database.selectFrom("attention_items").selectAll().orderBy("sequence", "desc").limit(limit);
  if (state !== "all") query = query.where("state", state === "open" ? "=" : "!=", "open");
  if (before !== undefined) query = query.where("sequence", "<", before);
  return await withDeliveries(database, await query.execute());
}

/** What changed since, the oldest change first. */
export async function readSince(database: Executor, after: number, limit: number): Promise<KeptItem[]> {
  const rows = await database
    .selectFrom("attention_items")
    .selectAll()
    .where("sequence", ">", after)
    .orderBy("sequence")
    .limit(limit)
    .execute();
  return await withDeliveries(database, rows);
}

export async function readCounters(database: Executor): Promise<{ sequence: number; forgotten: number }> {
  const rows = await database
    .selectFrom("counters")
    .selectAll()
    .where("name", "in", [counter, forgottenCounter])
    .execute();
  const valueIn = (name: string): number => rows.find((row) => row.name === name)?.value ?? 0;
  return { sequence: valueIn(counter), forgotten: valueIn(forgottenCounter) };
}

/** Never gives the same number twice, over restarts too; part of the transaction it is asked in. */
export async function nextSequence(database: Executor): Promise<number> {
  const { value } = await database
    .updateTable("counters")
    .set((row) => ({ value: row("value", "+", 1) }))
    .where("name", "=", counter)
    .returning("value")
    .executeTakeFirstOrThrow();
  return value;
}

export async function writeItem(database: Executor, kept: KeptItem, before: KeptItem | undefined): Promise<void> {
  const row = toRow(kept);
  await database
    .insertInto("attention_items")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
  const known = new Set(before?.item.deliveries);
  const changed = kept.item.deliveries.filter((delivery) => !known.has(delivery));
  for (let first = 0; first < changed.length; first += groupSize) {
    const rows = changed.slice(first, first + groupSize).map((delivery) => toDeliveryRow(kept.item.id, delivery));
    await upsertDeliveries(database, rows);
  }
}

/** One statement for all: an item may have a row for each of fifty phones. */
async function upsertDeliveries(database: Executor, rows: readonly AttentionDeliveryRow[]): Promise<void> {
  await database
    .insertInto("attention_deliveries")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["item", "surface", "target"]).doUpdateSet(({ ref }) => ({
        label: ref("excluded.label"),
        state: ref("excluded.state"),
        reason: ref("excluded.reason"),
        attempts: ref("excluded.attempts"),
        sent_at: ref("excluded.sent_at"),
        delivered_at: ref("excluded.delivered_at"),
        seen_at: ref("excluded.seen_at"),
        answered_at: ref("excluded.answered_at"),
        next_at: ref("excluded.next_at"),
      })),
    )
    .execute();
}

/** Deletes what ended before; remembers up to which change something is missing now. Answers how many went. */
export async function deleteEnded(database: Executor, endedBefore: number): Promise<number> {
  const gone = await database
    .deleteFrom("attention_items")
    .where("state", "!=", "open")
    .where("updated_at", "<", endedBefore)
    .returning("sequence")
    .execute();
  if (gone.length === 0) return 0;
  const { forgotten } = await readCounters(database);
  const value = gone.reduce((highest, { sequence }) => Math.max(highest, sequence), forgotten);
  await database
    .insertInto("counters")
    .values({ name: forgottenCounter, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
  return gone.length;
}

async function withDeliveries(database: Executor, rows: readonly AttentionItemRow[]): Promise<KeptItem[]> {
  const deliveries = new Map<string, AttentionDeliveryRow[]>();
  for (let first = 0; first < rows.length; first += groupSize) {
    const ids = rows.slice(first, first + groupSize).map(({ id }) => id);
    const found = await database.selectFrom("attention_deliveries").selectAll().where("item", "in", ids).execute();
    for (const row of found) deliveries.set(row.item, [...(deliveries.get(row.item) ?? []), row]);
  }
  return rows.map((row) => fromRows(row, deliveries.get(row.id) ?? []));
}
