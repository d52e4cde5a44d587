import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFakeLink } from "./fakeLink.ts";
import { createLinkHealth } from "./linkHealth.ts";

/** A link whose other side answers an echo after a while, or not at all. */
function createEchoLink(answersAfterMs: number | null) {
  const link = createFakeLink();
  const answer = { afterMs: answersAfterMs };
  const echo = vi.fn((listener: () => void) => {
    if (answer.afterMs !== null) setTimeout(listener, answer.afterMs);
  });
  const closed = vi.fn();
  link.onClose(closed);
  return { link: { ...link, echo }, echo, closed, answer };
}

describe("the health of a link", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("finds a dead link within seconds after the page woke, long before TCP would", async () => {
    using health = createLinkHealth(() => false);
    const { link, closed, answer } = createEchoLink(20);
    health.use(link);
    await vi.advanceTimersByTimeAsync(60_000);
    answer.afterMs = null;
    health.probe();
    await vi.advanceTimersByTimeAsync(1499);
    expect(closed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2);
    expect(closed).toHaveBeenCalledOnce();
  });

  test("is quicker after a wake, also when it was being asked already, and tells that the link was lost", async () => {
    const lost = vi.fn();
    using health = createLinkHealth(() => false, lost);
    const { link, closed, answer } = createEchoLink(20);
    health.use(link);
    await vi.advanceTimersByTimeAsync(60_000);
    answer.afterMs = null;
    health.probe();
    await vi.advanceTimersByTimeAsync(500);
    health.probeWoken();
    await vi.advanceTimersByTimeAsync(599);
    expect(closed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2);
    expect(closed).toHaveBeenCalledOnce();
    expect(lost).toHaveBeenCalledOnce();
  });

  test("leaves a link alone that answers after a wake", async () => {
    const lost = vi.fn();
    using health = createLinkHealth(() => false, lost);
    const { link, closed } = createEchoLink(20);
    health.use(link);
    health.probeWoken();
    health.probeWoken();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(closed).not.toHaveBeenCalled();
    expect(lost).not.toHaveBeenCalled();
  });

  test("gives a slow link more time, and one that is not known yet the most", async () => {
    using health = createLinkHealth(() => false);
    const unknown = createEchoLink(null);
    health.use(unknown.link);
    await vi.advanceTimersByTimeAsync(4999);
    expect(unknown.closed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(unknown.closed).toHaveBeenCalledOnce();
    const slow = createEchoLink(400);
    health.use(slow.link);
    await vi.advanceTimersByTimeAsync(1000);
    slow.answer.afterMs = 2900;
    health.probe();
    await vi.advanceTimersByTimeAsync(3000);
    expect(slow.closed).not.toHaveBeenCalled();
  });

  test("asks by itself while the page is seen, and not behind anybody's back", async () => {
    let isSeen = true;
    using health = createLinkHealth(() => isSeen);
    const { link, echo } = createEchoLink(10);
    health.use(link);
    await vi.advanceTimersByTimeAsync(30_000);
    const asked = echo.mock.calls.length;
    expect(asked).toBeGreaterThanOrEqual(3);
    isSeen = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(echo).toHaveBeenCalledTimes(asked);
  });

  test("never asks twice at a time, and never closes a link for another's silence", async () => {
    using health = createLinkHealth(() => false);
    const old = createEchoLink(null);
    health.use(old.link);
    health.probe();
    expect(old.echo).toHaveBeenCalledOnce();
    const fresh = createEchoLink(5);
    health.use(fresh.link);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(old.closed).not.toHaveBeenCalled();
    expect(fresh.closed).not.toHaveBeenCalled();
  });

  test("smooths what it measures, and forgets it with the link", async () => {
    using health = createLinkHealth(() => false);
    const { link } = createEchoLink(100);
    health.use(link);
    await vi.advanceTimersByTimeAsync(200);
    expect(health.roundTrip.getState()).toBeCloseTo(100, 0);
    health.measured(200);
    expect(health.roundTrip.getState()).toBeCloseTo(125, 0);
    health.use(createEchoLink(null).link);
    expect(health.roundTrip.getState()).toBeNull();
  });

  test("leaves a link alone that cannot die unnoticed", async () => {
    using health = createLinkHealth(() => true);
    const link = createFakeLink();
    const closed = vi.fn();
    link.onClose(closed);
    health.use(link);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(closed).not.toHaveBeenCalled();
  });
});
