import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { createErrorRecoveryManager } from "./errorRecoveryManager.ts";

const busy = new AppError("UNAVAILABLE");
const wrong = new AppError("VALIDATION");

function failing(times: number, error: unknown = busy) {
  let calls = 0;
  return vi.fn(async () => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  });
}

/** The outcome as a value, so that a rejection is never unhandled while time is moved on. */
function outcomeOf<T>(promise: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

describe("ErrorRecoveryManager", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("tries three times, one and two seconds apart plus jitter, and tells each retry from 1", async () => {
    const manager = createErrorRecoveryManager({ random: () => 0.5 });
    const operation = failing(2);
    const onRetry = vi.fn();
    const onSuccess = vi.fn();
    const outcome = outcomeOf(manager.executeWithRetry("task", operation, { onRetry, onSuccess }));
    await vi.advanceTimersByTimeAsync(1499);
    expect(operation).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(operation).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(2500);
    expect(await outcome).toEqual({ value: 3 });
    expect(onRetry.mock.calls).toEqual([
      [1, 1500],
      [2, 2500],
    ]);
    expect(onSuccess).toHaveBeenCalledExactlyOnceWith(3);
  });

  test("gives up after the third failure: onError once, then the last error", async () => {
    const manager = createErrorRecoveryManager();
    const operation = failing(9);
    const onError = vi.fn();
    const outcome = outcomeOf(manager.executeWithRetry("task", operation, { onError }));
    await vi.runAllTimersAsync();
    expect(await outcome).toEqual({ error: busy });
    expect(operation).toHaveBeenCalledTimes(3);
    expect(onError).toHaveBeenCalledExactlyOnceWith(busy);
    expect(manager.tasks.getState()).toEqual([]);
  });

  test("does not repeat what cannot help", async () => {
    const manager = createErrorRecoveryManager();
    const operation = failing(9, wrong);
    expect(await outcomeOf(manager.executeWithRetry("task", operation))).toEqual({ error: wrong });
    expect(operation).toHaveBeenCalledTimes(1);
  });

  test("waits as long as the server asks", async () => {
    const manager = createErrorRecoveryManager({ random: () => 0 });
    const operation = failing(1, new AppError("RATE_LIMITED", { retryAfterMs: 30_000 }));
    const outcome = outcomeOf(manager.executeWithRetry("task", operation));
    await vi.advanceTimersByTimeAsync(29_999);
    expect(operation).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toEqual({ value: 2 });
  });

  test("joins the running task of the same id: one operation, one result for all, every listener told", async () => {
    const manager = createErrorRecoveryManager({ random: () => 0 });
    const operation = failing(1);
    const other = vi.fn(async () => 99);
    const listeners = [vi.fn(), vi.fn()];
    const first = outcomeOf(manager.executeWithRetry<number>("task", operation, { onRetry: listeners[0] ?? vi.fn() }));
    const second = outcomeOf(manager.executeWithRetry<number>("task", other, { onRetry: listeners[1] ?? vi.fn() }));
    await vi.runAllTimersAsync();
    expect(await Promise.all([first, second])).toEqual([{ value: 2 }, { value: 2 }]);
    expect(other).not.toHaveBeenCalled();
    for (const listener of listeners) expect(listener).toHaveBeenCalledExactlyOnceWith(1, 1000);
    expect(await manager.executeWithRetry("task", other)).toBe(99);
  });

  test("cancelling during a wait ends the loop, not only the entry", async () => {
    const manager = createErrorRecoveryManager();
    const operation = failing(9);
    const onError = vi.fn();
    const outcome = outcomeOf(manager.executeWithRetry("task", operation, { onError }));
    await vi.advanceTimersByTimeAsync(10);
    expect(manager.cancelRetry("task")).toBe(true);
    expect(await outcome).toMatchObject({ error: { name: "AbortError" } });
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(operation).toHaveBeenCalledTimes(1);
    expect(onError).not.toHaveBeenCalled();
    expect(manager.cancelRetry("task")).toBe(false);
  });

  test("cancelling during an attempt fires its signal and does not wait for work that ignores it", async () => {
    const manager = createErrorRecoveryManager();
    const { promise: never } = Promise.withResolvers<void>();
    const signals: AbortSignal[] = [];
    const outcome = outcomeOf(
      manager.executeWithRetry("task", ({ signal }) => {
        signals.push(signal);
        return never;
      }),
    );
    await vi.advanceTimersByTimeAsync(0);
    manager.cancelRetry("task");
    expect(await outcome).toMatchObject({ error: { name: "AbortError" } });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test("a task begun right after cancelling is a new one, and the old one's end does not disturb it", async () => {
    const manager = createErrorRecoveryManager({ random: () => 0 });
    const old = outcomeOf(manager.executeWithRetry("task", failing(9)));
    await vi.advanceTimersByTimeAsync(10);
    manager.cancelRetry("task");
    const fresh = failing(1);
    const outcome = outcomeOf(manager.executeWithRetry("task", fresh));
    await vi.advanceTimersByTimeAsync(10);
    expect(await old).toMatchObject({ error: { name: "AbortError" } });
    expect(manager.tasks.getState()).toHaveLength(1);
    await vi.runAllTimersAsync();
    expect(await outcome).toEqual({ value: 2 });
  });

  test("shows a task only while it is retried: which try, out of how many, when next", async () => {
    const manager = createErrorRecoveryManager({ random: () => 0, now: () => 7000 });
    const outcome = outcomeOf(manager.executeWithRetry("task", failing(1), { label: "Stop session" }));
    expect(manager.tasks.getState()).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(manager.tasks.getState()).toEqual([
      { id: "task", label: "Stop session", attempt: 1, attempts: 3, nextAt: 8000, lastError: busy },
    ]);
    await vi.runAllTimersAsync();
    await outcome;
    expect(manager.tasks.getState()).toEqual([]);
  });

  test("never makes more than three attempts and always settles, whatever fails when and is cancelled", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(busy, wrong, null), { maxLength: 5 }),
        fc.option(fc.nat({ max: 8000 })),
        async (results, cancelAfter) => {
          const manager = createErrorRecoveryManager();
          let attempts = 0;
          let settled = 0;
          const operation = async (): Promise<string> => {
            const error = results[attempts++];
            if (error) throw error;
            return "done";
          };
          void outcomeOf(manager.executeWithRetry("task", operation)).then(() => {
            settled += 1;
          });
          if (cancelAfter !== null) {
            await vi.advanceTimersByTimeAsync(cancelAfter);
            manager.cancelRetry("task");
          }
          await vi.runAllTimersAsync();
          expect(attempts).toBeLessThanOrEqual(3);
          expect(settled).toBe(1);
          expect(manager.tasks.getState()).toEqual([]);
        },
      ),
    );
  });
});
