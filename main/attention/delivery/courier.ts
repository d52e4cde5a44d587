import type { AttentionDelivery, AttentionItem, AttentionSurface } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import type { Draft, ItemBoard } from "../items/itemBoard.ts";
import type { KeptItem } from "../items/keptItem.ts";
import { planDeliveries } from "./deliveryPlan.ts";
import type { DeliveryWorld } from "./deliveryWorld.ts";
import { type Place, placeKey } from "./ledger.ts";
import { retryAt } from "./retrySchedule.ts";

/** How an attempt to reach a place went. */
export type Carried =
  /** The next one on the way has taken it; whether it arrived, the surface itself will say. */
  | { readonly kind: "sent" }
  | { readonly kind: "delivered" }
  | {
      readonly kind: "failed";
      readonly reason: string;
      readonly mayRetry: boolean;
      readonly retryAfterMs: number | null;
    };

/** Brings an item to one place. Resolves with how it went; rejects only when it was aborted, or by a bug. */
export type Carry = (item: AttentionItem, target: string, signal: AbortSignal) => Promise<Carried>;

export type SentSurface = Exclude<AttentionSurface, "inbox" | "phone">;

export interface CourierDeps {
  readonly board: ItemBoard;
  readonly log: Log;
  readonly now: () => number;
  readonly world: () => Omit<DeliveryWorld, "now" | "inFlight">;
  readonly carriers: Readonly<Record<SentSurface, Carry>>;
}

interface Result {
  readonly id: string;
  readonly place: Place;
  readonly startedAt: number;
  readonly carried: Carried;
}

/** The longest a timer can be set for (2^31 - 1 ms); a later time is looked at again then. */
const longestTimerMs = 2_147_483_647;
/** When the ledger could not be written, as with a full disk. */
const afterFailureMs = 30_000;

/** Does what the plan says when it is due, and writes how it went. No timer stands while nothing is due. */
export class Courier implements AsyncDisposable {
  readonly #deps: CourierDeps;
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #nextAt = new Map<string, number>();
  readonly #stale = new Set<string>();
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #settling: Promise<void> | null = null;

  constructor(deps: CourierDeps) {
    this.#deps = deps;
  }

  /** The item with its ledger as it should be now: what live pages get is sent with the item itself. */
  planned = (kept: KeptItem): KeptItem => {
    const { deliveries } = this.#plan(kept);
    return { ...kept, item: { ...kept.item, deliveries } };
  };

  /** This item has changed. */
  itemChanged({ id, state }: AttentionItem): void {
    if (state === "open") this.#look([id]);
    else this.#nextAt.delete(id);
  }

  /** Something changed that may concern every open item: a page came or went, settings, somebody sat down. */
  worldChanged(): void {
    this.#look(this.#deps.board.openItems().map(({ item }) => item.id));
  }

  /** Resolves when what was due because of the changes so far has been decided and written. */
  async settled(): Promise<void> {
    // What runs may have begun before the last change; the next one has it. More may follow without end and are not waited for.
    await this.#settling;
    await this.#settling;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error("closing"));
    clearTimeout(this.#timer);
    await Promise.all([this.#settling, ...this.#inFlight.values()]);
    clearTimeout(this.#timer);
  }

  #plan(kept: KeptItem) {
    const keys = [...this.#inFlight.keys()];
    const prefix = `${kept.item.id} `;
    const inFlight = new Set(keys.flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : [])));
    return planDeliveries(kept, { ...this.#deps.world(), now: this.#deps.now(), inFlight });
  }

  #look(ids: readonly string[]): void {
    for (const id of ids) this.#stale.add(id);
    if (this.#stale.size === 0 || this.#closing.signal.aborted) return;
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = null;
      this.#look([]);
    });
  }

  async #settle(): Promise<void> {
    const ids = [...this.#stale];
    this.#stale.clear();
    try {
      const due = await this.#deps.board.change((draft) => this.#writePlans(draft, ids));
      for (const { item, place } of due) this.#dispatch(item, place);
    } catch (error) {
      this.#deps.log.error("What is due for attention could not be written; it is tried again", { error });
      for (const id of ids) this.#nextAt.set(id, this.#deps.now() + afterFailureMs);
    }
    this.#setTimer();
  }

  async #writePlans(draft: Draft, ids: readonly string[]): Promise<{ item: AttentionItem; place: Place }[]> {
    const due: { item: AttentionItem; place: Place }[] = [];
    const open = new Map(draft.open().map((kept) => [kept.item.id, kept]));
    for (const id of ids) {
      this.#nextAt.delete(id);
      const kept = open.get(id);
      if (!kept) continue;
      const plan = this.#plan(kept);
      if (plan.nextAt !== null) this.#nextAt.set(id, plan.nextAt);
      const written = isSame(plan.deliveries, kept.item.deliveries)
        ? kept
        : await draft.put({ ...kept, item: { ...kept.item, deliveries: plan.deliveries } });
      for (const place of plan.due) due.push({ item: written.item, place });
    }
    return due;
  }

  #dispatch(item: AttentionItem, place: Place): void {
    const key = `${item.id} ${placeKey(place)}`;
    if (this.#inFlight.has(key) || this.#closing.signal.aborted) return;
    const attempt = async (): Promise<void> => {
      const startedAt = this.#deps.now();
      const carried = await this.#carry(item, place);
      if (carried !== null) await this.#keepResult({ id: item.id, place, startedAt, carried });
    };
    this.#inFlight.set(
      key,
      attempt().finally(() => {
        this.#inFlight.delete(key);
        if (this.#deps.board.isOpen(item.id)) this.#look([item.id]);
      }),
    );
  }

  async #carry(item: AttentionItem, { surface, target }: Place): Promise<Carried | null> {
    if (surface === "inbox" || surface === "phone") throw new Error("Pages are not sent to");
    const { signal } = this.#closing;
    try {
      return await this.#deps.carriers[surface](item, target, signal);
    } catch (error) {
      // What was cut off by the end is due again at the next start.
      if (signal.aborted) return null;
      this.#deps.log.error("A delivery failed unexpectedly", { surface, error });
      const mayRetry = error instanceof AppError && error.retryable;
      return { kind: "failed", reason: "internal", mayRetry, retryAfterMs: null };
    }
  }

  /** Until it is written: what is not known to have been sent would be sent again. */
  async #keepResult(result: Result): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        return await this.#deps.board.change((draft) => this.#writeResult(draft, result));
      } catch (error) {
        this.#deps.log.error("How a delivery went could not be written; it is tried again", { error });
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, afterFailureMs);
          const end = (): void => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener("abort", end, { once: true });
        });
      }
    }
  }

  async #writeResult(draft: Draft, { carried, id, place, startedAt }: Result): Promise<void> {
    const kept = await draft.find(id);
    if (!kept) return;
    const now = this.#deps.now();
    const deliveries = kept.item.deliveries.map((delivery) =>
      placeKey(delivery) === placeKey(place) ? afterAttempt(delivery, carried, startedAt, now) : delivery,
    );
    await draft.put({ ...kept, item: { ...kept.item, deliveries } });
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    if (this.#nextAt.size === 0 || this.#closing.signal.aborted) return;
    const earliest = Math.min(...this.#nextAt.values());
    const delay = Math.min(Math.max(earliest - this.#deps.now(), 0), longestTimerMs);
    this.#timer = setTimeout(() => {
      const now = this.#deps.now();
      const due = [...this.#nextAt].filter(([, at]) => at <= now).map(([id]) => id);
      if (due.length === 0) this.#setTimer();
      else this.#look(due);
    }, delay);
  }
}

function isSame(some: readonly AttentionDelivery[], others: readonly AttentionDelivery[]): boolean {
  return some.length === others.length && some.every((delivery, index) => delivery === others[index]);
}

/** The row after an attempt. What a surface has said meanwhile (seen, answered) is further and stays. */
function afterAttempt(
  delivery: AttentionDelivery,
  carried: Carried,
  startedAt: number,
  now: number,
): AttentionDelivery {
  const attempts = delivery.attempts + 1;
  const isFurther = delivery.state === "seen" || delivery.state === "answered" || delivery.state === "delivered";
  if (carried.kind === "failed") {
    if (isFurther) return { ...delivery, attempts };
    const nextAt =
      carried.mayRetry && delivery.state === "waiting" ? retryAt(attempts, now, carried.retryAfterMs) : null;
    const state = nextAt === null ? "failed" : "waiting";
    return { ...delivery, state, reason: carried.reason, attempts, times: { ...delivery.times, nextAt } };
  }
  const sentAt = delivery.times.sentAt ?? startedAt;
  const deliveredAt = delivery.times.deliveredAt ?? (carried.kind === "delivered" ? now : null);
  const times = { ...delivery.times, sentAt, deliveredAt, nextAt: null };
  return { ...delivery, state: isFurther ? delivery.state : carried.kind, reason: null, attempts, times };
}
