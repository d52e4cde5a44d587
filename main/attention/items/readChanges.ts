import type { Kysely } from "kysely";
import type { AttentionEvent, AttentionItem } from "#shared/contract/attention.ts";
import type { Tables } from "../../storage/tables.ts";
import type { ItemBoard } from "./itemBoard.ts";
import { readNewest, readSince } from "./itemTable.ts";

/** How many items one snapshot, or one look into the database, has at most. */
const pageSize = 200;
/** How many ended items a whole snapshot shows beside the open ones. */
const endedInSnapshot = 100;

/**
 * What changed since `after`, then every change in the order of `sequence`, until aborted. The reader's place is one number and the
 * database is its queue: a slow reader costs no memory. It may skip changes of an item that a later one has overtaken, never
 * the latest. `after` that is missing, ahead of us or older than what is kept begins with a whole snapshot.
 */
export async function* readChanges(
  board: ItemBoard,
  database: Kysely<Tables>,
  after: number | undefined,
  signal?: AbortSignal,
): AsyncGenerator<AttentionEvent, void, void> {
  let stale = Promise.withResolvers<void>();
  const wake = (): void => stale.resolve();
  using _following = board.onChange(wake);
  signal?.addEventListener("abort", wake, { once: true });
  try {
    const canContinue = after !== undefined && after <= board.sequence && after >= board.forgotten;
    const first = canContinue ? await readPart(board, after) : await readWhole(board);
    yield first;
    for (let place = first.sequence; !signal?.aborted; ) {
      stale = Promise.withResolvers<void>();
      if (place < board.forgotten) {
        const whole = await readWhole(board);
        place = whole.sequence;
        yield whole;
        continue;
      }
      const items = board.recentSince(place) ?? (await readPage(database, place));
      for (const item of items) {
        if (signal?.aborted) return;
        place = item.sequence;
        yield { kind: "changed", sequence: item.sequence, item };
      }
      if (items.length === 0) await stale.promise;
    }
  } finally {
    signal?.removeEventListener("abort", wake);
  }
}

async function readPage(database: Kysely<Tables>, after: number): Promise<AttentionItem[]> {
  return (await readSince(database, after, pageSize)).map(({ item }) => item);
}

/** The first changes after this one; what does not fit follows as single changes. */
function readPart(board: ItemBoard, after: number): Promise<AttentionEvent> {
  return board.change(async ({ database }) => {
    const items = (await readSince(database, after, pageSize)).map(({ item }) => item);
    const sequence = items.length < pageSize ? board.sequence : (items.at(-1)?.sequence ?? board.sequence);
    return { kind: "snapshot", sequence, isWhole: false, items };
  });
}

function readWhole(board: ItemBoard): Promise<AttentionEvent> {
  return board.change(async ({ database, open }) => {
    const ended = await readNewest(database, { state: "ended", limit: endedInSnapshot });
    const items = [...open(), ...ended].map(({ item }) => item);
    items.sort((one, other) => one.sequence - other.sequence);
    return { kind: "snapshot", sequence: board.sequence, isWhole: true, items };
  });
}
