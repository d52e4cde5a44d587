import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { defaultPolicy } from "#shared/retry/retryPolicy.ts";
import { withRetry } from "./withRetry.ts";

const busy = () => new AppError("MODEL_UNAVAILABLE");
const never = new AbortController().signal;

describe("withRetry", () => {
  it("tries three times, 1 s and 2 s apart, and then says what went wrong last", async () => {
    const policy = { ...defaultPolicy, baseMs: 1, ceilingMs: 60 };
    const told: unknown[] = [];
    const failures = [busy(), busy(), busy()];
    const work = vi.fn(async (attempt: number) => {
      throw failures[attempt - 1];
    });
    const onRetry = ({ attempt, delayMs }: { attempt: number; delayMs: number }) => told.push([attempt, delayMs]);
    await expect(withRetry(work, { policy, signal: never, onRetry })).rejects.toBe(failures[2]);
    expect(work).toHaveBeenCalledTimes(3);
    expect(told).toEqual([
      [2, 1],
      [3, 2],
    ]);
  });

  it("does not repeat what cannot get better, nor what is a bug", async () => {
    for (const error of [new AppError("MODEL_AUTH_FAILED"), new TypeError("x is undefined")]) {
      const work = vi.fn(async () => {
        throw error;
      });
      await expect(withRetry(work, { policy: defaultPolicy, signal: never })).rejects.toBe(error);
      expect(work).toHaveBeenCalledTimes(1);
    }
  });

  it("waits as long as the server asks, and gives up at once where that is too long", async () => {
    const delays: number[] = [];
    const options = {
      policy: { ...defaultPolicy, baseMs: 1, ceilingMs: 40 },
      signal: never,
      onRetry: ({ delayMs }: { delayMs: number }) => delays.push(delayMs),
    };
    const failOnce = (retryAfterMs: number) => async (attempt: number) => {
      if (attempt === 1) throw new AppError("MODEL_RATE_LIMITED", { retryAfterMs });
      return "answer";
    };
    await expect(withRetry(failOnce(15), options)).resolves.toBe("answer");
    expect(delays).toEqual([15]);
    await expect(withRetry(failOnce(41), options)).rejects.toMatchObject({ code: "MODEL_RATE_LIMITED" });
  });

  it("ends at once, with the reason, when it is stopped while waiting", async () => {
    const stop = new AbortController();
    const reason = new AppError("UNAVAILABLE");
    const work = async (): Promise<never> => {
      throw busy();
    };
    const options = {
      policy: { ...defaultPolicy, baseMs: 60_000 },
      signal: stop.signal,
      onRetry: () => stop.abort(reason),
    };
    await expect(withRetry(work, options)).rejects.toBe(reason);
  });

  it("never tries more often than the policy says, and stops at the first success", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 8 }), async (attempts, failing) => {
        let calls = 0;
        const policy = { attempts, baseMs: 0, factor: 1, ceilingMs: 0, jitterMs: 0 };
        const result = withRetry(
          async () => {
            calls += 1;
            if (calls <= failing) throw busy();
            return calls;
          },
          { policy, signal: never },
        );
        if (failing < attempts) expect(await result).toBe(failing + 1);
        else await expect(result).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE" });
        expect(calls).toBe(Math.min(attempts, failing + 1));
      }),
      { numRuns: 50 },
    );
  });
});
