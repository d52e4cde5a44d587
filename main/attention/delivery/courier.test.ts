import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Scope } from "../../core/scope.ts";
import { silentLog } from "../../observability/log.ts";
import { openDatabase } from "../../storage/openDatabase.ts";
import { ItemBoard } from "../items/itemBoard.ts";
import { newItem } from "../items/itemRequest.ts";
import { permission } from "../testAttention.ts";
import { type Carried, Courier } from "./courier.ts";

const failed = { kind: "failed", reason: "http-503", mayRetry: true, retryAfterMs: null } as const;

describe("the courier", () => {
  let folder = "";
  let scope: Scope;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "quarterdeck-courier-"));
    scope = new Scope();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await scope[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** Only a webhook, which answers as told; what it was given and when, in seconds. */
  const open = async (answers: (Carried | Promise<Carried>)[]) => {
    const start = Date.now();
    const { database } = scope.use(openDatabase({ dataFolder: folder, log: silentLog }));
    const board = scope.use(await ItemBoard.open(database, silentLog));
    const carried: number[] = [];
    const unexpected = async (): Promise<never> => {
      throw new Error("There is only a webhook");
    };
    const courier = scope.use(
      new Courier({
        board,
        log: silentLog,
        now: Date.now,
        world: () => ({
          hasDesktop: false,
          hasPage: false,
          isAtDesktop: false,
          phones: [],
          hasNtfy: false,
          hasWebhook: true,
          patienceMs: 30_000,
          ringsFrom: (at) => at,
        }),
        carriers: {
          desktop: unexpected,
          push: unexpected,
          ntfy: unexpected,
          webhook: async () => {
            carried.push((Date.now() - start) / 1000);
            return answers.shift() ?? { kind: "delivered" };
          },
        },
      }),
    );
    scope.use(board.onChange((item) => courier.itemChanged(item)));
    const raise = async (): Promise<string> => {
      const kept = await board.change((draft) => draft.put(courier.planned(newItem(permission(), Date.now()))));
      return kept.item.id;
    };
    const webhookRow = async (id: string) => {
      const kept = await board.change((draft) => draft.find(id));
      return kept?.item.deliveries.find(({ surface }) => surface === "webhook");
    };
    return { board, carried, courier, database, raise, webhookRow };
  };

  it("tries again later and later, and keeps no timer once nothing is due", async () => {
    const { carried, raise, webhookRow } = await open([failed, failed, failed]);
    const id = await raise();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(carried).toEqual([0, 30, 90, 210]);
    expect(await webhookRow(id)).toMatchObject({ state: "delivered", attempts: 4, times: { nextAt: null } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("gives up after eight attempts, the longest wait half an hour", async () => {
    const { carried, raise, webhookRow } = await open(Array.from({ length: 20 }, () => failed));
    const id = await raise();
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(carried).toEqual([0, 30, 90, 210, 450, 930, 1890, 3690]);
    expect(await webhookRow(id)).toMatchObject({ state: "failed", reason: "http-503", attempts: 8 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("stops trying when the item ends", async () => {
    const { board, carried, raise } = await open([failed]);
    const id = await raise();
    await vi.advanceTimersByTimeAsync(0);
    await board.change(async (draft) => {
      const kept = await draft.find(id);
      if (kept) await draft.put({ ...kept, item: { ...kept.item, state: "closed", closedBy: "terminal" } });
    });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(carried).toEqual([0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("does not send again what could not be noted down, and notes it when the database takes it again", async () => {
    const answer = Promise.withResolvers<Carried>();
    const { carried, database, raise, webhookRow } = await open([answer.promise]);
    const id = await raise();
    await vi.advanceTimersByTimeAsync(0);
    await sql.raw("pragma query_only = on").execute(database);
    answer.resolve({ kind: "delivered" });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await webhookRow(id)).toMatchObject({ state: "waiting", attempts: 0 });
    await sql.raw("pragma query_only = off").execute(database);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await webhookRow(id)).toMatchObject({ state: "delivered", attempts: 1 });
    expect(carried).toEqual([0]);
  });
});
