import type { AttentionItem } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import { createSerially, type Serially } from "../serially.ts";
import { type Executor, nextSequence, readCounters, readItem, readOpen, writeItem } from "./itemTable.ts";
import type { KeptItem } from "./keptItem.ts";

/** One transaction in the making. What is put is there for it at once, and for everybody else when it is written. */
export interface Draft {
  /** The open items, with what this draft has put. */
  open(): readonly KeptItem[];
  find(id: string): Promise<KeptItem | null>;
  /** Keeps an item under the next sequence. */
  put(kept: KeptItem): Promise<KeptItem>;
  readonly database: Executor;
}

/** How many of the last changes are kept in memory, so that readers that follow closely cost no query. */
const recentLimit = 256;

/**
 * The items. The open ones are in memory as they are in the database; everything that changes them passes through `change`, one
 * after the other, so that order in memory, order of `sequence` and order of telling are the same.
 */
export class ItemBoard implements AsyncDisposable {
  readonly #database: Executor;
  readonly #log: Log;
  readonly #open = new Map<string, KeptItem>();
  readonly #listeners = new Set<(item: AttentionItem) => void>();
  readonly #serially: Serially = createSerially();
  #recent: AttentionItem[] = [];
  #sequence = 0;
  #forgotten = 0;
  #isClosed = false;

  private constructor(database: Executor, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  static async open(database: Executor, log: Log): Promise<ItemBoard> {
    const board = new ItemBoard(database, log);
    for (const kept of await readOpen(database)) board.#open.set(kept.item.id, kept);
    await board.#readCounters();
    return board;
  }

  /** Of the last change. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Changes up to this one may be of items that are no longer kept. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get openCount(): number {
    return this.#open.size;
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  openItems(): readonly KeptItem[] {
    return [...this.#open.values()];
  }

  /** The changes after this one in order, if memory still has them all. */
  recentSince(after: number): readonly AttentionItem[] | null {
    // Sequences are handed out one by one, so the place of one in the list is its distance from the first.
    const first = this.#recent[0]?.sequence ?? this.#sequence + 1;
    return after < first - 1 ? null : this.#recent.slice(after - first + 1);
  }

  /** Called with every change once it is written, in order. */
  onChange(listener: (item: AttentionItem) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Waits for the changes before, then runs alone and in one transaction: all of it is written, or nothing. */
  change<Result>(work: (draft: Draft) => Promise<Result>): Promise<Result> {
    return this.#serially(async () => {
      if (this.#isClosed) throw new AppError("UNAVAILABLE", { message: "Quarterdeck is closing." });
      const put = new Map<string, KeptItem>();
      const order: KeptItem[] = [];
      const result = await this.#database.transaction().execute(async (database) => {
        const find = async (id: string) => put.get(id) ?? this.#open.get(id) ?? (await readItem(database, id));
        return await work({
          database,
          find,
          open: () => [...new Map([...this.#open, ...put]).values()].filter(({ item }) => item.state === "open"),
          put: async (changed) => {
            const kept = { ...changed, item: { ...changed.item, sequence: await nextSequence(database) } };
            await writeItem(database, kept, (await find(kept.item.id)) ?? undefined);
            put.set(kept.item.id, kept);
            order.push(kept);
            return kept;
          },
        });
      });
      for (const kept of order) this.#written(kept);
      return result;
    });
  }

  /** After something was deleted: what is known no longer reaches as far back. */
  async forget(work: (draft: Draft) => Promise<number>): Promise<number> {
    const count = await this.change(work);
    if (count > 0) await this.#readCounters();
    return count;
  }

  /** Lets the changes end that have been asked for; later ones are UNAVAILABLE. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#serially(async () => {
      this.#isClosed = true;
    });
  }

  async #readCounters(): Promise<void> {
    const { sequence, forgotten } = await readCounters(this.#database);
    this.#sequence = Math.max(this.#sequence, sequence);
    this.#forgotten = forgotten;
  }

  #written(kept: KeptItem): void {
    const { item } = kept;
    if (item.state === "open") this.#open.set(item.id, kept);
    else this.#open.delete(item.id);
    this.#sequence = item.sequence;
    this.#recent.push(item);
    if (this.#recent.length > recentLimit * 2) this.#recent = this.#recent.slice(-recentLimit);
    for (const listener of this.#listeners) {
      try {
        listener(item);
      } catch (error) {
        this.#log.error("Somebody who follows attention failed", { error });
      }
    }
  }
}
