import { LRUCache } from "lru-cache";

export interface CheckpointerCacheOptions {
  readonly maximum?: number;
  readonly timeToLiveMs?: number;
  /** Milliseconds of any steadily growing clock. */
  readonly now?: () => number;
}

export interface CheckpointerCacheStatistics {
  readonly size: number;
  readonly hits: number;
  readonly misses: number;
  readonly creations: number;
  readonly failures: number;
  readonly evictions: number;
  readonly expirations: number;
}

/** Reference 3.1. */
const defaultMaximum = 1000;
const defaultTimeToLiveMs = 24 * 3_600_000;

interface Entry<Value> {
  readonly value: Value;
}

/**
 * Keeps what is expensive to make (a conversation's checkpoints) for a while: at most `maximum` entries, the least recently used go
 * first, each for `timeToLiveMs` from its creation however often it is used. One creation a key, however many ask at once; a
 * failed one stores nothing and is told to all who waited. An entry is held, not watched: it cannot vanish between looking and using.
 */
export class CheckpointerCache<Value> {
  readonly #entries: LRUCache<string, Entry<Value>>;
  readonly #creating = new Map<string, { readonly ticket: symbol; readonly value: Promise<Value> }>();
  #hits = 0;
  #misses = 0;
  #creations = 0;
  #failures = 0;
  #evictions = 0;
  #expirations = 0;

  constructor(options: CheckpointerCacheOptions = {}) {
    const { maximum = defaultMaximum, timeToLiveMs = defaultTimeToLiveMs, now } = options;
    this.#entries = new LRUCache({
      max: maximum,
      ttl: timeToLiveMs,
      updateAgeOnGet: false,
      // Every look asks the clock: an entry is not a millisecond older than it may be.
      ttlResolution: 0,
      ...(now ? { perf: { now } } : {}),
      dispose: (_entry, _key, reason) => {
        if (reason === "evict") this.#evictions += 1;
        else if (reason === "expire") this.#expirations += 1;
      },
    });
  }

  /** What is kept under the key, or what `create` makes now. Rejects as `create` does. */
  getOrCreate(key: string, create: () => Promise<Value>): Promise<Value> {
    const entry = this.#entries.get(key);
    if (entry) {
      this.#hits += 1;
      return Promise.resolve(entry.value);
    }
    this.#misses += 1;
    const running = this.#creating.get(key);
    if (running) return running.value;
    const ticket = Symbol(key);
    // Begun in a later turn, when the creation stands in the map: whoever asks from within waits instead of creating a second one.
    const value = Promise.resolve().then(() => this.#create(key, ticket, create));
    this.#creating.set(key, { ticket, value });
    return value;
  }

  /** Forgets an entry; one that is being created now is not kept. */
  remove(key: string): void {
    this.#creating.delete(key);
    this.#entries.delete(key);
  }

  clear(): void {
    this.#creating.clear();
    this.#entries.clear();
  }

  statistics(): CheckpointerCacheStatistics {
    this.#entries.purgeStale();
    return {
      size: this.#entries.size,
      hits: this.#hits,
      misses: this.#misses,
      creations: this.#creations,
      failures: this.#failures,
      evictions: this.#evictions,
      expirations: this.#expirations,
    };
  }

  async #create(key: string, ticket: symbol, create: () => Promise<Value>): Promise<Value> {
    // Not if it was removed meanwhile: then somebody knows that it is out of date.
    const isWanted = (): boolean => this.#creating.get(key)?.ticket === ticket;
    try {
      const value = await create();
      this.#creations += 1;
      if (isWanted()) this.#entries.set(key, { value });
      return value;
    } catch (error) {
      this.#failures += 1;
      throw error;
    } finally {
      if (isWanted()) this.#creating.delete(key);
    }
  }
}
