import { decodeRequestMessage, encodeResponseMessage, MessageType } from "@orpc/standard-server-peer";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Authentication, AuthenticationAnswer } from "./authentication.ts";
import { createConnection } from "./connection.ts";
import { createFakeLink, type FakeLink } from "./fakeLink.ts";
import type { LinkOpening } from "./linkOpening.ts";

/** A server's door in memory: every opening hands out a fresh link, or what the test says. */
function createDoor(answers: { login?: AuthenticationAnswer } = {}) {
  const links: FakeLink[] = [];
  let next: LinkOpening | null = null;
  const authentication: Authentication = {
    login: vi.fn(async () => answers.login ?? "signed-in"),
    logout: vi.fn(async () => "signed-in" as const),
  };
  const open = vi.fn(async (): Promise<LinkOpening> => {
    if (next) return next;
    const link = createFakeLink();
    links.push(link);
    return { kind: "opened", link, wasToldToLeave: () => false };
  });
  return {
    carrier: { kind: "socket", open, authentication } as const,
    links,
    authentication,
    answerWith: (opening: LinkOpening | null) => {
      next = opening;
    },
  };
}

/** The calls that were sent on a link, as [id, path]. */
async function callsOn(link: FakeLink): Promise<readonly (readonly [string, string])[]> {
  const calls: [string, string][] = [];
  for (const [channel, message] of link.sent) {
    if (channel !== "rpc") continue;
    const [id, type, payload] = await decodeRequestMessage(message);
    if (type === MessageType.REQUEST) calls.push([id, new URL(payload.url).pathname]);
  }
  return calls;
}

async function answer(link: FakeLink, id: string, json: unknown): Promise<void> {
  const message = await encodeResponseMessage(id, MessageType.RESPONSE, { status: 200, headers: {}, body: { json } });
  if (typeof message === "string") link.receive("rpc", message);
}

describe("the connection at work", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("repeats a question whose answer was lost with the link, on the next link", async () => {
    const door = createDoor();
    using connection = createConnection(door.carrier);
    await vi.advanceTimersByTimeAsync(0);
    const asked = connection.call("tokens", (client, signal) => client.tokens.list(undefined, { signal }));
    await vi.advanceTimersByTimeAsync(0);
    door.links[0]?.close();
    expect(connection.state.getState()).toMatchObject({ kind: "reconnecting", cause: "lost" });
    await vi.advanceTimersByTimeAsync(5000);
    expect(door.links).toHaveLength(2);
    const second = door.links[1];
    if (!second) throw new Error("no second link");
    const [call] = await callsOn(second);
    expect(call?.[1]).toBe("/tokens/list");
    await answer(second, call?.[0] ?? "", []);
    expect(await asked).toEqual([]);
  });

  test("does not repeat a change whose answer was lost: it may have happened", async () => {
    const door = createDoor();
    using connection = createConnection(door.carrier);
    await vi.advanceTimersByTimeAsync(0);
    const revoked = connection
      .call("revoke", (client, signal) => client.tokens.revoke({ id: "a" }, { signal }))
      .catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(0);
    door.links[0]?.close();
    expect(await revoked).toMatchObject({ code: "LINK_CLOSED", details: { outcome: "unknown" } });
    await vi.advanceTimersByTimeAsync(60_000);
    const second = door.links[1];
    expect(second && (await callsOn(second))).toEqual([]);
  });

  test("repeats a change that was never sent", async () => {
    const door = createDoor();
    door.answerWith({ kind: "failed", cause: "unreachable" });
    using connection = createConnection(door.carrier);
    await vi.advanceTimersByTimeAsync(0);
    const revoked = connection.call("revoke", (client, signal) => client.tokens.revoke({ id: "a" }, { signal }));
    door.answerWith(null);
    await vi.advanceTimersByTimeAsync(2500);
    const link = door.links[0];
    if (!link) throw new Error("no link");
    const [call] = await callsOn(link);
    await answer(link, call?.[0] ?? "", { id: "a" });
    expect(await revoked).toEqual({ id: "a" });
  });

  test("gives a call that nobody answers a TIMEOUT", async () => {
    const door = createDoor();
    using connection = createConnection(door.carrier);
    await vi.advanceTimersByTimeAsync(0);
    const asked = connection.client.tokens.list().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await asked).toMatchObject({ code: "TIMEOUT" });
  });

  test("opens a followed stream anew on every link, so that it begins with a snapshot again", async () => {
    const door = createDoor();
    using connection = createConnection(door.carrier);
    using followed = connection.follow({
      open: (client, signal) => client.sessions.changes(undefined, { signal }),
      onEvent: () => {},
      onError: () => {},
    });
    await vi.advanceTimersByTimeAsync(0);
    door.links[0]?.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(followed).toBeDefined();
    for (const link of door.links) expect((await callsOn(link)).map(([, path]) => path)).toEqual(["/sessions/changes"]);
    expect(door.links).toHaveLength(2);
  });

  test("keeps the one-time code while the server cannot be reached, and uses it once", async () => {
    const answers: { login: AuthenticationAnswer } = { login: "unreachable" };
    const door = createDoor(answers);
    using connection = createConnection(door.carrier, { code: "the-code" });
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.state.getState()).toMatchObject({ kind: "connecting", cause: "unreachable" });
    answers.login = "signed-in";
    await vi.advanceTimersByTimeAsync(20_000);
    expect(connection.state.getState().kind).toBe("live");
    door.links[0]?.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(connection.state.getState().kind).toBe("live");
    const used = vi.mocked(door.authentication.login).mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(door.authentication.login).toHaveBeenCalledTimes(used);
  });

  test("says that the code was refused only to who is not signed in already", async () => {
    const door = createDoor({ login: "refused" });
    using signedIn = createConnection(door.carrier, { code: "old-code" });
    await vi.advanceTimersByTimeAsync(0);
    expect(signedIn.state.getState().kind).toBe("live");
    door.answerWith({ kind: "refused", reason: "no-credential" });
    using stranger = createConnection(door.carrier, { code: "old-code" });
    await vi.advanceTimersByTimeAsync(0);
    expect(stranger.state.getState()).toEqual({ kind: "signedOut", reason: "code-refused" });
    door.answerWith(null);
    expect(await stranger.signIn?.("new-code")).toBe("refused");
    expect(stranger.state.getState().kind).toBe("signedOut");
  });

  test("has one link, also after signing out and in again while one was being opened", async () => {
    const slow = Promise.withResolvers<LinkOpening>();
    const door = createDoor();
    const opens = [() => slow.promise, door.carrier.open];
    using connection = createConnection({ ...door.carrier, open: () => opens.shift()?.() ?? door.carrier.open() });
    await vi.advanceTimersByTimeAsync(0);
    await connection.signOut?.();
    expect(connection.state.getState()).toEqual({ kind: "signedOut", reason: "signed-out" });
    await connection.signIn?.("code");
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.state.getState().kind).toBe("live");
    const late = createFakeLink();
    slow.resolve({ kind: "opened", link: late, wasToldToLeave: () => false });
    await vi.advanceTimersByTimeAsync(0);
    late.send("rpc", "x");
    expect(late.sent).toEqual([]);
    void connection.client.tokens.list().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    expect(door.links[0] && (await callsOn(door.links[0]))).toHaveLength(1);
  });

  test("closes a link that was opened after it was disposed of", async () => {
    const door = createDoor();
    const connection = createConnection(door.carrier);
    connection[Symbol.dispose]();
    await vi.advanceTimersByTimeAsync(0);
    expect(door.links).toHaveLength(1);
    // A closed link sends nothing.
    door.links[0]?.send("rpc", "x");
    expect(door.links[0]?.sent).toEqual([]);
    expect(connection.state.getState()).toEqual({ kind: "ended" });
  });
});
