import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { CheckpointerCache } from "./checkpointerCache.ts";

function clock() {
  let time = 1000;
  return { now: () => time, pass: (ms: number) => (time += ms) };
}

describe("the checkpointer cache", () => {
  it("creates once for all who ask at the same time, and gives them the same", async () => {
    const cache = new CheckpointerCache<object>();
    const made = Promise.withResolvers<object>();
    const create = vi.fn(() => made.promise);
    const asked = Array.from({ length: 50 }, () => cache.getOrCreate("user_1", create));
    const value = {};
    made.resolve(value);
    for (const one of await Promise.all(asked)) expect(one).toBe(value);
    expect(create).toHaveBeenCalledTimes(1);
    expect(await cache.getOrCreate("user_1", create)).toBe(value);
    expect(cache.statistics()).toMatchObject({ size: 1, hits: 1, misses: 50, creations: 1 });
  });

  it("stores nothing when the creation fails; all who waited are told, and the next one tries again", async () => {
    const cache = new CheckpointerCache<string>();
    const failing = async () => {
      throw new Error("no database");
    };
    const first = cache.getOrCreate("a", failing);
    const second = cache.getOrCreate("a", failing);
    await expect(first).rejects.toThrow("no database");
    await expect(second).rejects.toThrow("no database");
    expect(cache.statistics()).toMatchObject({ size: 0, failures: 1, creations: 0 });
    expect(await cache.getOrCreate("a", async () => "fine")).toBe("fine");
  });

  it("lets the least recently used go first, not the least often used", async () => {
    const cache = new CheckpointerCache<string>({ maximum: 2 });
    const make = (key: string) => cache.getOrCreate(key, async () => key);
    await make("often");
    for (let use = 0; use < 10; use += 1) await make("often");
    await make("recent");
    await make("new");
    const again = vi.fn(async () => "again");
    expect(await cache.getOrCreate("recent", again)).toBe("recent");
    expect(await cache.getOrCreate("often", again)).toBe("again");
    expect(cache.statistics().evictions).toBe(2);
  });

  it("counts the time to live from the creation, however often an entry is used", async () => {
    const { now, pass } = clock();
    const cache = new CheckpointerCache<number>({ timeToLiveMs: 100, now });
    let made = 0;
    const make = () => cache.getOrCreate("key", async () => ++made);
    expect(await make()).toBe(1);
    for (let step = 0; step < 9; step += 1) {
      pass(10);
      expect(await make()).toBe(1);
    }
    pass(11);
    expect(await make()).toBe(2);
    expect(cache.statistics()).toMatchObject({ expirations: 1, creations: 2 });
  });

  it("does not keep what was removed while it was being created", async () => {
    const cache = new CheckpointerCache<string>();
    const made = Promise.withResolvers<string>();
    const old = cache.getOrCreate("key", () => made.promise);
    cache.remove("key");
    const fresh = cache.getOrCreate("key", async () => "fresh");
    made.resolve("old");
    expect(await old).toBe("old");
    expect(await fresh).toBe("fresh");
    expect(await cache.getOrCreate("key", async () => "third")).toBe("fresh");
  });

  it("a slow creation holds up nobody who asks for something else", async () => {
    const cache = new CheckpointerCache<string>();
    const slow = Promise.withResolvers<string>();
    const waiting = cache.getOrCreate("slow", () => slow.promise);
    expect(await cache.getOrCreate("quick", async () => "quick")).toBe("quick");
    slow.resolve("slow");
    expect(await waiting).toBe("slow");
  });

  it("is as a map with its rules, whatever is asked in whatever order", async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("get" as const), key: fc.nat(5) }),
      fc.record({ kind: fc.constant("remove" as const), key: fc.nat(5) }),
      fc.record({ kind: fc.constant("pass" as const), ms: fc.nat(40) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const { now, pass } = clock();
        const cache = new CheckpointerCache<number>({ maximum: 3, timeToLiveMs: 100, now });
        let model: { key: number; value: number; madeAt: number }[] = [];
        let made = 0;
        for (const one of steps) {
          if (one.kind === "pass") pass(one.ms);
          else if (one.kind === "remove") {
            cache.remove(`${one.key}`);
            model = model.filter(({ key }) => key !== one.key);
          } else {
            const known = model.find(({ key, madeAt }) => key === one.key && now() - madeAt <= 100);
            const value = await cache.getOrCreate(`${one.key}`, async () => ++made);
            expect(value).toBe(known?.value ?? made);
            model = model.filter(({ key }) => key !== one.key);
            model.push({ key: one.key, value, madeAt: known?.madeAt ?? now() });
            if (model.length > 3) model.shift();
          }
        }
        expect(cache.statistics().size).toBeLessThanOrEqual(3);
      }),
    );
  });
});
