import type { Log } from "../observability/log.ts";
import { concluded } from "./delivery/ledger.ts";
import type { ItemBoard } from "./items/itemBoard.ts";
import { closed } from "./items/itemRequest.ts";
import { deleteEnded } from "./items/itemTable.ts";

const dayMs = 86_400_000;
/** Age is counted in days: looking more often finds nothing. */
const everyMs = 3_600_000;

export interface RetentionDeps {
  readonly board: ItemBoard;
  readonly keepDays: () => number;
  readonly now: () => number;
  readonly log: Log;
}

export interface Retention {
  /** Deletes what ended longer ago than `keepDays`, and closes what has been open as long. */
  run(): Promise<void>;
  /** The same where the last time is an hour ago; asked at every new item, so that no timer is needed. Failures are logged. */
  runIfDue(): void;
}

export function createRetention({ board, keepDays, log, now }: RetentionDeps): Retention {
  let lastRun = Number.NEGATIVE_INFINITY;
  const run = async (): Promise<void> => {
    lastRun = now();
    const before = lastRun - keepDays() * dayMs;
    await board.forget(async (draft) => {
      for (const kept of draft.open()) {
        if (kept.item.updatedAt >= before) continue;
        const { item } = closed(kept, "expired", now());
        await draft.put({
          ...kept,
          item: { ...item, deliveries: concluded(item.deliveries, { kind: "closed" }, now()) },
        });
      }
      return await deleteEnded(draft.database, before);
    });
  };
  return {
    run,
    runIfDue: () => {
      if (now() - lastRun < everyMs) return;
      run().catch((error: unknown) => log.error("Old attention items could not be deleted", { error }));
    },
  };
}
