import { afterEach, describe, expect, it } from "vitest";
import { conversationPolicy } from "#shared/retry/retryPolicy.ts";
import { type ChatScript, startChatServer } from "../../e2e/helpers/modelServer/chatServer.ts";
import { says, tokens } from "../../e2e/helpers/modelServer/turn.ts";
import { Scope } from "../core/scope.ts";
import { failuresToOpen, openMs } from "./circuit.ts";
import { openModelsBench, questionOf, serverSettings, textOf } from "./modelsTestKit.ts";

let scope = new Scope();
afterEach(async () => {
  await scope[Symbol.asyncDispose]();
  scope = new Scope();
});

const quick = { ...conversationPolicy, baseMs: 1, jitterMs: 0 };
const serve = async (script: ChatScript) => scope.use(await startChatServer(script));
const nowhere = "http://127.0.0.1:2";

/** A first model at one address, and one that stands in for it at another. */
function pair(firstUrl: string, secondUrl: string, more: Record<string, unknown> = {}) {
  const provider = (key: string, url: string) =>
    ({ kind: "openai-compatible", key, name: key, baseUrl: `${url}/v1` }) as const;
  return {
    providers: [provider("first", firstUrl), provider("second", secondUrl)],
    aliases: [
      { key: "first", name: "First", provider: "first", model: "m1", fallback: "second", ...more },
      { key: "second", name: "Second", provider: "second", model: "m2", fallback: "first" },
    ],
    default: "first",
  };
}

describe("where nothing is configured", () => {
  it("says so instead of asking", async () => {
    const { models, ask } = scope.use(await openModelsBench({}));
    expect(models.list()).toEqual([]);
    expect(models.modelFor("chat")).toBeNull();
    expect((await ask()).error).toMatchObject({ code: "MODEL_NOT_CONFIGURED", details: { purpose: "chat" } });
    expect((await ask({ model: { key: "gone" } })).error).toMatchObject({ code: "MODEL_NOT_CONFIGURED" });
  });

  it("names an alias without a provider unusable", async () => {
    const aliases = [{ key: "a", name: "A", provider: "gone", model: "m" }];
    const { models, ask } = scope.use(await openModelsBench({ aliases, default: "a" }));
    expect(models.modelFor("meeting")?.state).toMatchObject({ kind: "unusable" });
    expect((await ask()).error).toMatchObject({ code: "MODEL_NOT_CONFIGURED" });
  });
});

describe("the model that stands in", () => {
  it("answers after the first failed every attempt, and is named", async () => {
    const [first, second] = [await serve([{ kind: "status", status: 503 }]), await serve([says("Me instead.")])];
    const { ask } = scope.use(await openModelsBench(pair(first.url, second.url), { policy: quick }));
    const { events, error } = await ask();
    expect(error).toBeNull();
    expect(first.requests).toHaveLength(3);
    expect(events.flatMap((event) => (event.kind === "started" ? [event.model] : []))).toEqual([
      ...Array.from({ length: 3 }, () => ({ key: "first", name: "First", isFallback: false })),
      { key: "second", name: "Second", isFallback: true },
    ]);
    expect(textOf(events)).toBe("Me instead.");
  });

  it("does not go round in a circle: each is asked once, and the first failure is told", async () => {
    const first = await serve([{ kind: "status", status: 500, message: "first" }]);
    const second = await serve([{ kind: "status", status: 429, headers: { "retry-after": "600" } }]);
    const { ask } = scope.use(await openModelsBench(pair(first.url, second.url), { policy: quick }));
    expect((await ask()).error).toMatchObject({ code: "MODEL_UNAVAILABLE", details: { reason: "first" } });
    expect([first.requests.length, second.requests.length]).toEqual([3, 1]);
  });

  it("does not hide a wrong key, nor answer where text was told already", async () => {
    const second = await serve([says("Me instead.")]);
    for (const turn of [
      { kind: "status", status: 401 } as const,
      { kind: "answer", pieces: [...tokens("Half"), { kind: "cut" }] } as const,
    ]) {
      const first = await serve([turn]);
      const { ask } = scope.use(await openModelsBench(pair(first.url, second.url), { policy: quick }));
      const { error } = await ask();
      expect(error).toMatchObject({ code: turn.kind === "status" ? "MODEL_AUTH_FAILED" : "MODEL_BAD_ANSWER" });
    }
    expect(second.requests).toHaveLength(0);
  });

  it("answers for one that hangs, which is not waited for twice", async () => {
    const [first, second] = [await serve([{ kind: "hang" }]), await serve([says("Me.")])];
    const { ask } = scope.use(await openModelsBench(pair(first.url, second.url), { policy: quick }));
    expect(textOf((await ask({ overrides: { timeoutSeconds: 0.2 } })).events)).toBe("Me.");
    expect(first.requests).toHaveLength(1);
  });
});

describe("a provider that keeps failing", () => {
  it("rests after five failures, is shown as resting, and is asked again after half a minute", async () => {
    let now = 1_000_000;
    let isDown = true;
    const server = await serve(() => (isDown ? { kind: "status", status: 500 } : says("Back.")));
    const bench = scope.use(
      await openModelsBench(serverSettings(server.url), { policy: { ...quick, attempts: 1 }, now: () => now }),
    );
    for (let time = 0; time < failuresToOpen; time += 1) await bench.ask();
    expect(bench.models.modelFor("chat")?.state).toMatchObject({ kind: "resting", until: now + openMs });
    expect((await bench.ask()).error).toMatchObject({ code: "MODEL_UNAVAILABLE", details: { isResting: true } });
    expect(server.requests).toHaveLength(failuresToOpen);
    now += openMs;
    isDown = false;
    expect(textOf((await bench.ask()).events)).toBe("Back.");
    expect(bench.models.modelFor("chat")?.state).toEqual({ kind: "ready" });
  });

  it("does not rest for refusing us", async () => {
    const server = await serve([{ kind: "status", status: 401 }]);
    const bench = scope.use(await openModelsBench(serverSettings(server.url), { policy: quick }));
    for (let time = 0; time < failuresToOpen + 1; time += 1) await bench.ask();
    expect(server.requests).toHaveLength(failuresToOpen + 1);
  });

  it("is told to those who follow the models, and forgotten with a changed address", async () => {
    const bench = scope.use(await openModelsBench(serverSettings(nowhere), { policy: { ...quick, attempts: 5 } }));
    const states: string[] = [];
    const stop = new AbortController();
    const following = (async () => {
      for await (const models of bench.models.changes(stop.signal)) states.push(models[0]?.state.kind ?? "none");
    })();
    expect((await bench.ask()).error).toMatchObject({ code: "MODEL_UNAVAILABLE" });
    await expect.poll(() => states.at(-1)).toBe("resting");
    const server = await serve([says("Hello.")]);
    bench.configure(serverSettings(server.url));
    await expect.poll(() => states.at(-1)).toBe("ready");
    expect(textOf((await bench.ask()).events)).toBe("Hello.");
    stop.abort();
    await following;
  });
});

it("takes a changed configuration at once for the next, while who answers finishes on the old one", async () => {
  const gate = Promise.withResolvers<void>();
  const old = await serve([says("one two three four", { paceMs: 20 })]);
  const next = await serve([says("New.")]);
  const bench = scope.use(await openModelsBench(serverSettings(old.url)));
  const reading = (async () => {
    let text = "";
    for await (const event of bench.models.ask(questionOf("Go"))) {
      if (event.kind !== "text") continue;
      text += event.text;
      gate.resolve();
    }
    return text;
  })();
  await gate.promise;
  bench.configure(serverSettings(next.url));
  expect(textOf((await bench.ask()).events)).toBe("New.");
  expect(await reading).toBe("one two three four");
});

it("ends an answer when the house closes, and says that it is closing", async () => {
  const server = await serve([{ kind: "answer", pieces: [...tokens("One two"), { kind: "hang" }] }]);
  const bench = await openModelsBench(serverSettings(server.url));
  const begun = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const event of bench.models.ask(questionOf("Go"))) if (event.kind === "text") begun.resolve();
  })();
  const ended = expect(reading).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await begun.promise;
  await bench[Symbol.asyncDispose]();
  await ended;
  await server.requests[0]?.abandoned;
});

it("asks for the secret with every call, so that a new one counts at once", async () => {
  const server = await serve([says("Hi.")]);
  const keys = ["sk-first-key-00000", "sk-second-key-0000"];
  const bench = scope.use(
    await openModelsBench(serverSettings(server.url), { resolveSecret: async () => keys.shift() ?? "none" }),
  );
  await bench.ask();
  await bench.ask();
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer sk-first-key-00000",
    "Bearer sk-second-key-0000",
  ]);
});

it("sends no key that cannot be one, and does not repeat it", async () => {
  const server = await serve([says("Hi.")]);
  const stored = ["trailing-newline-key\n", "two\nlines-of-a-key", "  "];
  const bench = scope.use(
    await openModelsBench(serverSettings(server.url), { resolveSecret: async () => stored.shift() ?? "" }),
  );
  expect((await bench.ask()).error).toBeNull();
  expect(server.requests[0]?.headers.authorization).toBe("Bearer trailing-newline-key");
  for (let time = 0; time < 2; time += 1)
    expect((await bench.ask({ model: { key: "anthropic" } })).error).toMatchObject({ code: "MODEL_AUTH_FAILED" });
  expect(bench.logged.join()).not.toContain("lines-of-a-key");
  expect(server.requests).toHaveLength(1);
});

it("does not read an answer that never ends", async () => {
  const piece = { kind: "text", text: "x".repeat(1_000_000) } as const;
  const server = await serve([{ kind: "answer", pieces: Array.from({ length: 40 }, () => piece) }]);
  const bench = scope.use(await openModelsBench(serverSettings(server.url)));
  const { events, error } = await bench.ask();
  expect(error).toMatchObject({ code: "MODEL_BAD_ANSWER", details: { reason: "endless" } });
  expect(textOf(events)).toHaveLength(8_000_000);
  await server.requests[0]?.abandoned;
});

describe("usage and budget", () => {
  const priced = { inputPrice: 1000, outputPrice: 2000 };
  const answer = says("Hi.", { usage: { input: 1000, output: 500 } });

  it("counts tokens and cost by local day and model", async () => {
    let now = new Date(2026, 10, 20, 23, 59).getTime();
    const server = await serve([answer]);
    const bench = scope.use(await openModelsBench(serverSettings(server.url, priced), { now: () => now }));
    const { events } = await bench.ask();
    expect(events.at(-1)).toMatchObject({ usage: { inputTokens: 1000, outputTokens: 500, cost: 2 } });
    now += 120_000;
    await bench.ask();
    await bench.ask();
    const report = await bench.models.usage(30);
    expect(report.today).toEqual({ inputTokens: 2000, outputTokens: 1000, cost: 4 });
    expect(report.days).toEqual([
      { day: "2026-11-21", model: "openai", calls: 2, inputTokens: 2000, outputTokens: 1000, cost: 4 },
      { day: "2026-11-20", model: "openai", calls: 1, inputTokens: 1000, outputTokens: 500, cost: 2 },
    ]);
    expect((await bench.models.usage(1)).days).toHaveLength(1);
    expect(bench.calls).toEqual(["openai OK", "openai OK", "openai OK"]);
  });

  it("tells a state of the budget once a day, also after a restart", async () => {
    const server = await serve([answer]);
    const settings = { ...serverSettings(server.url, priced), dailyBudget: 2.2 };
    const before = scope.use(await openModelsBench(settings));
    await before.ask();
    expect(before.budgets).toEqual([["warning", 2, 2.2, "USD"]]);
    const after = scope.use(await openModelsBench({ ...settings, dailyBudget: 4.4 }, { database: before.database }));
    await after.ask();
    expect(after.budgets).toEqual([]);
    expect((await after.models.usage(1)).budget.state).toBe("warning");
  });

  it("warns once at 80 %, stops at 100 % before the call, and begins again at midnight", async () => {
    let now = new Date(2026, 10, 21, 12).getTime();
    const server = await serve([answer]);
    const settings = { ...serverSettings(server.url, priced), dailyBudget: 5, currency: "CNY" };
    const free = { key: "free", name: "Free", provider: "openai", model: "local" };
    const bench = scope.use(
      await openModelsBench({ ...settings, aliases: [...(settings.aliases ?? []), free] }, { now: () => now }),
    );
    await bench.ask();
    await bench.ask();
    expect(bench.budgets).toEqual([["warning", 4, 5, "CNY"]]);
    await bench.ask();
    expect(bench.budgets.slice(1)).toEqual([["exceeded", 6, 5, "CNY"]]);
    expect((await bench.ask()).error).toMatchObject({
      code: "BUDGET_EXCEEDED",
      details: { spent: 6, daily: 5, currency: "CNY" },
    });
    expect(server.requests).toHaveLength(3);
    expect((await bench.ask({ model: { key: "free" } })).error).toBeNull();
    expect(bench.budgets).toHaveLength(2);
    expect((await bench.models.usage(1)).budget).toEqual({ daily: 5, state: "exceeded" });
    now += 24 * 3_600_000;
    expect((await bench.ask()).error).toBeNull();
  });
});
