import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFakeLink } from "./fakeLink.ts";
import { keepLink } from "./linkKeeper.ts";
import type { LinkOpening } from "./linkOpening.ts";

/** A door whose attempts the test ends, each with the signal that says whether anybody still wants it. */
function createDoor() {
  const attempts: { readonly signal: AbortSignal; readonly end: (opening: LinkOpening) => void }[] = [];
  const keeper = keepLink(
    (signal) => {
      const { promise, resolve } = Promise.withResolvers<LinkOpening>();
      attempts.push({ signal, end: resolve });
      return promise;
    },
    () => undefined,
  );
  const wanted = () => attempts.filter(({ signal }) => !signal.aborted);
  return { attempts, keeper, wanted };
}

function opened() {
  const link = createFakeLink();
  const closed = vi.fn();
  link.onClose(closed);
  return { closed, link, opening: { kind: "opened", link, wasToldToLeave: () => false } satisfies LinkOpening };
}

describe("keeping a link", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("begins an attempt anew that hangs on the network of before, as soon as the phone wakes", async () => {
    const { attempts, keeper, wanted } = createDoor();
    await vi.advanceTimersByTimeAsync(1600);
    keeper.tell({ kind: "wake" });
    expect(attempts).toHaveLength(2);
    expect(wanted()).toHaveLength(1);
    const [late, current] = [opened(), opened()];
    attempts[1]?.end(current.opening);
    await vi.advanceTimersByTimeAsync(0);
    attempts[0]?.end(late.opening);
    await vi.advanceTimersByTimeAsync(0);
    expect(late.closed).toHaveBeenCalledOnce();
    expect(current.closed).not.toHaveBeenCalled();
    expect(keeper.state.getState().kind).toBe("live");
  });

  test("does not begin anew an attempt that has only just begun", async () => {
    const { attempts, keeper } = createDoor();
    await vi.advanceTimersByTimeAsync(200);
    for (let wakes = 0; wakes < 5; wakes += 1) keeper.tell({ kind: "wake" });
    expect(attempts).toHaveLength(1);
  });

  test("gives up an attempt that nothing answers, again and again with more patience, and never has two", async () => {
    const { attempts, keeper, wanted } = createDoor();
    for (let second = 0; second < 120; second += 1) {
      expect(wanted().length).toBeLessThanOrEqual(1);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(attempts.length).toBeGreaterThan(5);
    expect(keeper.state.getState()).toMatchObject({ kind: "connecting", cause: "unreachable" });
    keeper.tell({ kind: "disposed" });
    expect(wanted()).toHaveLength(0);
  });

  test("looks again for its server on another network, but knocks nowhere where it was turned away", async () => {
    const { attempts, keeper } = createDoor();
    attempts[0]?.end({ kind: "refused", reason: "other-server" });
    await vi.advanceTimersByTimeAsync(0);
    keeper.tell({ kind: "wake" });
    expect(attempts).toHaveLength(2);
    attempts[1]?.end({ kind: "refused", reason: "revoked" });
    await vi.advanceTimersByTimeAsync(0);
    keeper.tell({ kind: "wake" });
    expect(attempts).toHaveLength(2);
    expect(keeper.state.getState()).toEqual({ kind: "signedOut", reason: "revoked" });
  });
});
