import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bell, deskCaller, openTestAttention, permission, type TestAttention, TestReader } from "../testAttention.ts";

const day = 86_400_000;

describe("the stream of changes", () => {
  let test: TestAttention;
  let now = 1_800_000_000_000;
  beforeEach(async () => {
    test = await openTestAttention({ now: () => now });
  });
  afterEach(async () => {
    await test[Symbol.asyncDispose]();
  });
  const closeAtOnce = async (): Promise<string> => {
    const { id } = await test.attention.raise(bell());
    await test.attention.close(id, "dismissed");
    return id;
  };

  it("gives somebody new all that is open, then every change in order", async () => {
    const first = await test.attention.raise(permission());
    await using reader = new TestReader(test.attention);
    await reader.until((events) => events.length === 1);
    expect(reader.events[0]).toMatchObject({ kind: "snapshot", isWhole: true, items: [{ id: first.id }] });
    const second = await test.attention.raise(bell());
    await test.attention.close(first.id, "terminal");
    await reader.until((events) => events.length === 3);
    expect(reader.events.slice(1)).toMatchObject([
      { kind: "changed", sequence: second.sequence, item: { id: second.id } },
      { kind: "changed", sequence: second.sequence + 1, item: { id: first.id, state: "closed" } },
    ]);
  });

  it("gives somebody who was away what they missed, in order, once, over a restart and more than one page", async () => {
    const start = (await test.attention.raise(permission())).sequence;
    const missed: string[] = [];
    for (let count = 0; count < 450; count++) missed.push(await closeAtOnce());
    await test.restart();
    await using reader = new TestReader(test.attention, deskCaller, start);
    // The open one changes as well: this page gets it.
    const items = () =>
      reader.events
        .flatMap((event) => (event.kind === "snapshot" ? event.items : [event.item]))
        .filter(({ state }) => state === "closed")
        .map(({ id }) => id);
    await reader.until(() => items().length >= missed.length);
    const last = await closeAtOnce();
    await reader.until(() => items().includes(last));
    expect(reader.events[0]).toMatchObject({ kind: "snapshot", isWhole: false });
    expect(items()).toEqual([...missed, last]);
  });

  it("begins anew for a place ahead of ours, or so old that something of it is gone", async () => {
    const old = await closeAtOnce();
    const place = (await test.attention.raise(permission())).sequence - 2;
    now += 31 * day;
    await test.restart();
    await expect(test.attention.get(old)).rejects.toMatchObject({ code: "ATTENTION_NOT_FOUND" });
    for (const after of [place, 1_000_000]) {
      await using reader = new TestReader(test.attention, deskCaller, after);
      await reader.until((events) => events.length > 0);
      expect(reader.events[0]).toMatchObject({ kind: "snapshot", isWhole: true });
    }
  });

  it("keeps nothing for a reader that does not read, who still gets the latest of everything", async () => {
    const abort = new AbortController();
    const stalled = test.attention.changes(deskCaller, undefined, abort.signal)[Symbol.asyncIterator]();
    await stalled.next();
    const { id } = await test.attention.raise(bell({ key: "one" }));
    for (let count = 0; count < 1500; count++) await test.attention.raise(bell({ key: "one", text: String(count) }));
    const next = await stalled.next();
    expect(next.value).toMatchObject({ kind: "changed", item: { id, text: "1499" } });
    abort.abort();
    expect(await stalled.next()).toMatchObject({ done: true });
  });
});
