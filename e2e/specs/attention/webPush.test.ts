import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  callerOf,
  deskCaller,
  openTestAttention,
  permission,
  type TestAttention,
  TestReader,
  testPhone,
} from "#main/attention/testAttention.ts";
import type { AttentionDelivery } from "#shared/contract/attention.ts";
import { type PushService, startPushService } from "../../helpers/pushService.ts";

const phone = testPhone(1, "Alice’s phone");
const caller = callerOf(phone);

describe("a push to a phone whose page is closed", () => {
  let service: PushService;
  let test: TestAttention;
  beforeEach(async () => {
    service = await startPushService();
    test = await openTestAttention({
      initial: { push: true },
      network: { ca: service.ca, isAllowedAddress: () => true },
    });
    await test.pair(phone);
  });
  afterEach(async () => {
    await test[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
  });

  const subscribe = async () => {
    const subscriber = service.subscribe((await test.attention.pushKey()) ?? "");
    await test.attention.subscribePush(caller, subscriber.subscription);
    return subscriber;
  };
  const delivery = async (id: string, surface: AttentionDelivery["surface"]) =>
    (await test.attention.get(id)).deliveries.find((row) => row.surface === surface);
  const pushed = async (id: string, expected: Partial<AttentionDelivery>) =>
    await expect.poll(() => delivery(id, "push")).toMatchObject(expected);

  it("arrives encrypted for that phone alone, signed, and says little", async () => {
    const subscriber = await subscribe();
    const item = await test.attention.raise(
      permission({ text: `May I? ${"y".repeat(1000)}`, detail: "the secret plan" }),
    );
    await pushed(item.id, { state: "sent", label: "Alice’s phone", attempts: 1 });
    const { sequence, ...rest } = Object(subscriber.received[0]?.data);
    expect(rest).toEqual({
      id: item.id,
      kind: "permission",
      who: "build",
      text: expect.stringMatching(/^May I\? y{192}…$/),
    });
    expect(sequence).toBeGreaterThan(0);
    expect(subscriber.received).toMatchObject([{ ttl: 14_400, urgency: "high", topic: item.id.replaceAll("-", "") }]);
    expect(service.requests[0]?.body.toString("latin1")).not.toContain("May I");
  });

  it("counts as delivered and seen when the phone’s page says so", async () => {
    await subscribe();
    const { id } = await test.attention.raise(permission());
    await pushed(id, { state: "sent" });
    await test.attention.acknowledge(caller, [id], "delivered");
    await pushed(id, { state: "delivered" });
    await test.attention.acknowledge(caller, [id], "seen");
    await pushed(id, { state: "seen" });
  });

  it("is not sent while the phone’s page is open and answers", async () => {
    const subscriber = await subscribe();
    await using reader = new TestReader(test.attention, caller);
    await reader.until((events) => events.length > 0);
    const { id } = await test.attention.raise(permission());
    await test.attention.acknowledge(caller, [id], "delivered");
    await expect.poll(() => delivery(id, "phone")).toMatchObject({ state: "delivered" });
    await test.attention.acknowledge(caller, [id], "seen");
    await pushed(id, { state: "skipped", reason: "seen" });
    expect(subscriber.received).toEqual([]);
  });

  it.each([404, 410])("that is answered %i ends the subscription", async (status) => {
    await subscribe();
    service.behaviour = { kind: "answers", status };
    const { id } = await test.attention.raise(permission());
    await pushed(id, { state: "failed", reason: `http-${status}` });
    expect(test.pushChanges).toEqual([
      [phone.id, true],
      [phone.id, false],
    ]);
    const next = await test.attention.raise(permission());
    await expect.poll(() => delivery(next.id, "phone")).toMatchObject({ reason: "not-connected" });
    expect(await delivery(next.id, "push")).toBeUndefined();
    expect(service.requests).toHaveLength(1);
  });

  it("is tried again later when the service is busy or broken, not before it allows, also after a restart", async () => {
    const subscriber = await subscribe();
    service.behaviour = { kind: "answers", status: 429, headers: { "retry-after": "600" } };
    const before = Date.now();
    const { id } = await test.attention.raise(permission());
    await pushed(id, { state: "waiting", reason: "http-429", attempts: 1 });
    const row = await delivery(id, "push");
    expect(row?.times.nextAt).toBeGreaterThanOrEqual(before + 600_000);
    service.behaviour = { kind: "works" };
    await test.restart();
    await test.pair(phone);
    const later = await test.attention.raise(permission());
    await pushed(later.id, { state: "sent" });
    expect(await delivery(id, "push")).toEqual(row);
    expect(subscriber.received).toHaveLength(1);
  });

  it("is given up where it is refused for good", async () => {
    await subscribe();
    service.behaviour = { kind: "answers", status: 413 };
    const { id } = await test.attention.raise(permission());
    await pushed(id, { state: "failed", reason: "http-413", attempts: 1 });
    service.behaviour = { kind: "answers", status: 302, headers: { location: `${service.origin}/elsewhere` } };
    const redirected = await test.attention.raise(permission());
    await pushed(redirected.id, { state: "failed", reason: "http-302" });
    expect(service.requests.map(({ path }) => path)).not.toContain("/elsewhere");
  });

  it("that the service cuts off is tried again", async () => {
    await subscribe();
    service.behaviour = { kind: "cuts" };
    const { id } = await test.attention.raise(permission());
    await pushed(id, { state: "waiting", reason: "unreachable", attempts: 1 });
  });

  it("does not hold up the end when the service is silent", async () => {
    await subscribe();
    service.behaviour = { kind: "silent" };
    const { id } = await test.attention.raise(permission());
    await vi.waitUntil(() => service.requests.length === 1);
    await test.restart();
    expect(await delivery(id, "push")).toMatchObject({ state: "waiting", attempts: 0 });
  });

  it("uses one key for all time, and none while push is turned off", async () => {
    const key = await test.attention.pushKey();
    expect(Buffer.from(key ?? "", "base64url")).toHaveLength(65);
    await test.restart();
    expect(await test.attention.pushKey()).toBe(key);
    expect([...test.secrets.keys()]).toEqual(["quarterdeck.push-key"]);
    test.changeSettings({ push: false });
    expect(await test.attention.pushKey()).toBeNull();
  });

  it("is for paired phones alone, and their subscription ends with the pairing", async () => {
    const { subscription } = await subscribe();
    await expect(test.attention.subscribePush(deskCaller, subscription)).rejects.toMatchObject({
      code: "UNSUPPORTED_HERE",
    });
    await test.pair();
    await vi.waitUntil(() => test.pushChanges.length === 2);
    expect(test.pushChanges[1]).toEqual([phone.id, false]);
  });
});

describe("where pushes may go", () => {
  it.each([
    "https://127.0.0.1/push",
    "https://2130706433/push",
    "https://[::1]/push",
    "https://[::ffff:10.0.0.1]/push",
    "https://192.168.1.1/push",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/push",
    "https://user:word@push.example.com/push",
  ])("%s is not a push service", async (endpoint) => {
    await using test = await openTestAttention({ initial: { push: true } });
    await test.pair(phone);
    await using service = await startPushService();
    const { keys } = service.subscribe("").subscription;
    await expect(test.attention.subscribePush(caller, { endpoint, keys })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  it("a certificate that nobody vouches for is not trusted, and a name may not lead into the own network", async () => {
    await using service = await startPushService();
    for (const [network, reason] of [
      [{ isAllowedAddress: () => true }, "certificate"],
      // The name passes as it is written; where it leads is looked at when it is resolved.
      [{ ca: service.ca, isAllowedAddress: counted(1) }, "address-not-allowed"],
    ] as const) {
      await using test = await openTestAttention({ initial: { push: true }, network });
      await test.pair(phone);
      const subscriber = service.subscribe((await test.attention.pushKey()) ?? "");
      await test.attention.subscribePush(caller, subscriber.subscription);
      const { id } = await test.attention.raise(permission());
      await expect
        .poll(async () => (await test.attention.get(id)).deliveries.find(({ surface }) => surface === "push"))
        .toMatchObject({ state: "failed", reason });
    }
    expect(service.requests).toEqual([]);
  });

  it("keys that are none are refused", async () => {
    await using service = await startPushService();
    await using test = await openTestAttention({ initial: { push: true }, network: { isAllowedAddress: () => true } });
    await test.pair(phone);
    const { endpoint, keys } = service.subscribe("").subscription;
    for (const wrong of [{ p256dh: Buffer.alloc(65, 4).toString("base64url") }, { auth: "A".repeat(24) }])
      await expect(
        test.attention.subscribePush(caller, { endpoint, keys: { ...keys, ...wrong } }),
      ).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

/** Allows this many times and then no more: a name whose address changes after it was checked. */
function counted(times: number): () => boolean {
  let left = times;
  return () => left-- > 0;
}
