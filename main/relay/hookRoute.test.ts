import { describe, expect, it, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import type { HookHandler } from "./contract.ts";
import { startPhoneHost } from "./phoneTestKit.ts";
import { startTestHost } from "./relayTestKit.ts";
import { send } from "./testClient.ts";

const reply = { stdout: '{"decision":"allow"}', stderr: "", exitCode: 0 };
const ask = (port: number, body: unknown, more: { secret?: string; signal?: AbortSignal; origin?: string } = {}) =>
  send(port, "/hook", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(more.secret === undefined ? {} : { authorization: `Bearer ${more.secret}` }),
      ...(more.origin === undefined ? {} : { origin: more.origin }),
    },
    body: JSON.stringify(body),
    ...(more.signal ? { signal: more.signal } : {}),
  });

describe("a tool's hook", () => {
  it("is answered with what its session's secret and its words lead to", async () => {
    const answerHook = vi.fn<HookHandler>(async () => reply);
    const host = await startTestHost({ answerHook });
    const body = { tool: "claude", event: "PreToolUse", payload: { input: "x".repeat(200_000) } };
    const answer = await ask(host.port, body, { secret: "session-secret" });
    expect([answer.status, answer.json]).toEqual([200, reply]);
    expect(answerHook).toHaveBeenCalledWith({ secret: "session-secret", body, signal: expect.any(AbortSignal) });
    await host.dispose();
  });

  it("stays open until there is an answer, and is given up when the tool goes", async () => {
    const waiting: { signal: AbortSignal; answer: (words: typeof reply) => void }[] = [];
    const host = await startTestHost({
      answerHook: async ({ signal }) => {
        const { promise, resolve, reject } = Promise.withResolvers<typeof reply>();
        waiting.push({ signal, answer: resolve });
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        return await promise;
      },
    });
    const first = ask(host.port, {}, { secret: "a" });
    const gone = new AbortController();
    const second = ask(host.port, {}, { secret: "a", signal: gone.signal });
    const cut = expect(second).rejects.toThrow();
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    gone.abort();
    await cut;
    await vi.waitFor(() => expect(waiting.filter(({ signal }) => signal.aborted)).toHaveLength(1));
    expect(host.unexpected).toEqual([]);
    for (const { answer } of waiting) answer(reply);
    expect((await first).json).toEqual(reply);
    await host.dispose();
  });

  it("needs the secret in its header, comes from no page, and is small", async () => {
    const answerHook = vi.fn<HookHandler>(async () => reply);
    await using bench = await startPhoneHost({ answerHook });
    const { host } = bench;
    expect((await ask(host.port, {})).json.code).toBe("UNAUTHENTICATED");
    const inAddress = await send(host.port, "/hook?secret=a&token=a", { method: "POST" });
    expect(inAddress.status).toBe(401);
    expect((await ask(host.port, {}, { secret: "a", origin: "https://evil.com" })).status).toBe(403);
    const large = await ask(host.port, { payload: "x".repeat(262_144) }, { secret: "a" });
    expect([large.status, large.json.code]).toEqual([422, "VALIDATION"]);
    // From the network there is no such route.
    const remote = await bench.post("/hook", {}, { authorization: "Bearer a" });
    expect([remote.status, remote.json.code]).toEqual([404, "UNKNOWN_CALL"]);
    expect(answerHook).not.toHaveBeenCalled();
  });

  it("counts wrong secrets as failures, and a session's questions at a rate of their own", async () => {
    const host = await startTestHost({
      rates: { hooks: { capacity: 5, perSecond: 0.01 } },
      answerHook: async ({ secret }) => {
        if (secret.startsWith("wrong")) throw new AppError("UNAUTHENTICATED");
        return reply;
      },
    });
    for (const status of [200, 200, 200, 200, 200, 429])
      expect((await ask(host.port, {}, { secret: "a" })).status).toBe(status);
    expect((await ask(host.port, {}, { secret: "b" })).status).toBe(200);
    for (let count = 0; count < 30; count += 1) {
      expect((await ask(host.port, {}, { secret: `wrong-${count}` })).status).toBe(401);
      // Every guess is another client of that rate: what stops guessing is the number of failures.
      if (count === 15) expect((await ask(host.port, {}, { secret: "c" })).status).toBe(200);
    }
    const limited = await ask(host.port, {}, { secret: "c" });
    expect([limited.status, limited.json.code]).toEqual([429, "RATE_LIMITED"]);
    await host.dispose();
  });
});
