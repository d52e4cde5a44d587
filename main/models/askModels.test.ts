import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { conversationPolicy } from "#shared/retry/retryPolicy.ts";
import { type ChatScript, type ChatServer, startChatServer } from "../../e2e/helpers/modelServer/chatServer.ts";
import { says, type Turn, tokens } from "../../e2e/helpers/modelServer/turn.ts";
import { Scope } from "../core/scope.ts";
import type { ModelEvent } from "./contract.ts";
import type { ModelsDeps } from "./createModels.ts";
import { type ModelsBench, openModelsBench, serverSettings, testKey, textOf } from "./modelsTestKit.ts";

let scope = new Scope();
afterEach(async () => {
  await scope[Symbol.asyncDispose]();
  scope = new Scope();
});

const quick = { ...conversationPolicy, baseMs: 1, jitterMs: 0 };
const kinds = ["openai", "anthropic"] as const;

async function open(
  script: ChatScript,
  alias: Record<string, unknown> = {},
  more: Partial<ModelsDeps> = {},
): Promise<ModelsBench & { readonly server: ChatServer }> {
  const server = scope.use(await startChatServer(script));
  const bench = scope.use(await openModelsBench(serverSettings(server.url, alias), { policy: quick, ...more }));
  return { ...bench, server };
}

const kindsOf = (events: readonly ModelEvent[]): string[] =>
  events.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);

describe.each(kinds)("a model of %s", (key) => {
  const model = { key };

  it("answers in pieces, thoughts apart, and says what it used", async () => {
    const turn = says("Hello, 你好 world", {
      pieces: [{ kind: "reasoning", text: "Hm." }, ...tokens("Hello, 你好 world")],
      usage: { input: 7, output: 5 },
    });
    const { ask, server } = await open([turn]);
    const { events, error } = await ask({ model });
    expect(error).toBeNull();
    expect(textOf(events)).toBe("Hello, 你好 world");
    expect(events.filter(({ kind }) => kind === "text").length).toBeGreaterThan(3);
    expect(kindsOf(events)).toEqual(["started", "reasoning", "text", "finished"]);
    expect(events.at(-1)).toEqual({
      kind: "finished",
      reason: "stop",
      usage: { inputTokens: 7, outputTokens: 5, cost: null },
    });
    expect(server.requests[0]?.headers).toMatchObject(
      key === "openai" ? { authorization: `Bearer ${testKey}` } : { "x-api-key": testKey },
    );
  });

  it("calls tools in parallel, under the names they have here, with arguments as it wrote them", async () => {
    const calls = [
      { id: "call-1", name: "app_list_sessions", arguments: '{"state":"running"}' },
      { id: "call-2", name: "app_list_sessions", arguments: '{"state": oops' },
      { id: "call-3", name: "no_such_tool", arguments: "" },
    ];
    const { ask, server } = await open([
      { kind: "answer", pieces: [...tokens("Looking."), { kind: "calls", calls, fragment: 3 }] },
    ]);
    const tools = [{ name: "app.list_sessions", description: "Lists.", inputSchema: { type: "object" } }];
    const { events, error } = await ask({ model, tools });
    expect(error).toBeNull();
    expect(events.flatMap((event) => (event.kind === "tool-call" ? [event.call] : []))).toEqual([
      { id: "call-1", tool: "app.list_sessions", arguments: '{"state":"running"}' },
      { id: "call-2", tool: "app.list_sessions", arguments: '{"state": oops' },
      { id: "call-3", tool: "no_such_tool", arguments: "{}" },
    ]);
    expect(events.at(-1)).toMatchObject({ kind: "finished", reason: "tool-calls" });
    expect(JSON.stringify(server.requests[0]?.body)).toContain('"app_list_sessions"');
  });

  it("gives the tools' results back, and a call that was no JSON as what it was", async () => {
    const { ask, server } = await open([says("Done.")]);
    const { error } = await ask({
      model,
      messages: [
        { role: "user", parts: [{ kind: "text", text: "Go" }] },
        { role: "assistant", text: "", toolCalls: [{ id: "c1", tool: "app.go", arguments: "{oops" }] },
        { role: "tool", results: [{ id: "c1", tool: "app.go", text: "not JSON", isError: true }] },
      ],
    });
    expect(error).toBeNull();
    const sent = JSON.stringify(server.requests[0]?.body);
    expect(sent).toContain("not_a_json_object");
    expect(sent).toContain("{oops");
    expect(sent).toContain("not JSON");
  });

  it("tells no call of an answer that was cut by its length", async () => {
    const calls = [{ id: "call-1", name: "delete", arguments: "{}" }];
    const { ask } = await open([{ kind: "answer", pieces: [{ kind: "calls", calls }], finish: "length" }]);
    const { events } = await ask({ model });
    expect(kindsOf(events)).toEqual(["started", "finished"]);
    expect(events.at(-1)).toMatchObject({ reason: "length" });
  });

  it("is asked again after 503, and says so", async () => {
    const { ask, server } = await open([{ kind: "status", status: 503 }, says("Here.")]);
    const { events, error } = await ask({ model });
    expect(error).toBeNull();
    expect(kindsOf(events)).toEqual(["started", "retrying", "started", "text", "finished"]);
    expect(events[1]).toMatchObject({ attempt: 2, attempts: 3, error: { code: "MODEL_UNAVAILABLE" } });
    expect(server.requests).toHaveLength(2);
  });

  it("is never asked again once text was told", async () => {
    for (const end of ["cut", "end-without-marker", "malformed"] as const) {
      const { ask, server } = await open([{ kind: "answer", pieces: [...tokens("Half an"), { kind: end }] }]);
      const { events, error } = await ask({ model });
      expect(textOf(events)).toBe("Half an");
      expect(error).toMatchObject({ code: "MODEL_BAD_ANSWER" });
      expect(server.requests).toHaveLength(1);
    }
  });

  it("ends at once when it is stopped, at the provider too", async () => {
    const { models, server } = await open([{ kind: "answer", pieces: [...tokens("One two"), { kind: "hang" }] }]);
    const stop = new AbortController();
    const reason = new AppError("UNAVAILABLE");
    const asked = models.ask({
      model,
      system: "",
      messages: [{ role: "user", parts: [{ kind: "text", text: "Count" }] }],
      tools: [],
      conversation: null,
      signal: stop.signal,
    });
    const told: ModelEvent[] = [];
    const reading = (async () => {
      for await (const event of asked) {
        told.push(event);
        if (event.kind === "text") stop.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    await server.requests[0]?.abandoned;
  });
});

/** Every way in which a provider misbehaves, and what a person is told of it; `asked`: how often, where not once. */
const misbehaviours: readonly {
  readonly what: string;
  readonly turn: Turn;
  readonly code: string;
  readonly asked?: number;
  readonly details?: Record<string, unknown>;
  readonly retryAfterMs?: number;
}[] = [
  { what: "401", turn: { kind: "status", status: 401, message: `bad key ${testKey}` }, code: "MODEL_AUTH_FAILED" },
  { what: "403", turn: { kind: "status", status: 403 }, code: "MODEL_AUTH_FAILED" },
  { what: "404", turn: { kind: "status", status: 404 }, code: "MODEL_NOT_FOUND" },
  { what: "a redirect", turn: { kind: "status", status: 302, headers: { location: "/" } }, code: "MODEL_NOT_FOUND" },
  {
    what: "429 with a long Retry-After",
    turn: { kind: "status", status: 429, headers: { "retry-after": "3600" } },
    code: "MODEL_RATE_LIMITED",
    retryAfterMs: 3_600_000,
  },
  {
    what: "429 with Retry-After",
    turn: { kind: "status", status: 429, headers: { "retry-after": "0" } },
    code: "MODEL_RATE_LIMITED",
    asked: 3,
    retryAfterMs: 0,
  },
  {
    what: "429 for an empty account",
    turn: { kind: "status", status: 429, body: '{"error":{"message":"no money","code":"insufficient_quota"}}' },
    code: "MODEL_REFUSED",
  },
  { what: "408", turn: { kind: "status", status: 408 }, code: "MODEL_UNAVAILABLE", asked: 3 },
  { what: "500", turn: { kind: "status", status: 500 }, code: "MODEL_UNAVAILABLE", asked: 3 },
  { what: "529", turn: { kind: "status", status: 529 }, code: "MODEL_UNAVAILABLE", asked: 3 },
  {
    what: "400",
    turn: { kind: "status", status: 400, message: "temperature must be below 1" },
    code: "MODEL_REFUSED",
    details: { reason: "temperature must be below 1" },
  },
  {
    what: "a conversation that is too long",
    turn: { kind: "status", status: 400, message: "prompt is too long: 205000 tokens > 200000 maximum" },
    code: "MODEL_TOO_LONG",
  },
  { what: "413", turn: { kind: "status", status: 413, body: "<html>" }, code: "MODEL_TOO_LONG" },
  {
    what: "a page instead of a stream",
    turn: { kind: "raw", contentType: "text/html", body: "<html>Welcome</html>" },
    code: "MODEL_BAD_ANSWER",
    asked: 3,
  },
  {
    what: "an empty body",
    turn: { kind: "raw", contentType: "text/event-stream", body: "" },
    code: "MODEL_BAD_ANSWER",
    asked: 3,
  },
  {
    what: "a malformed stream",
    turn: { kind: "answer", pieces: [{ kind: "malformed" }] },
    code: "MODEL_BAD_ANSWER",
    asked: 3,
  },
  {
    what: "a truncated stream",
    turn: { kind: "answer", pieces: [{ kind: "end-without-marker" }] },
    code: "MODEL_BAD_ANSWER",
    asked: 3,
  },
  { what: "a cut stream", turn: { kind: "answer", pieces: [{ kind: "cut" }] }, code: "MODEL_BAD_ANSWER", asked: 3 },
  {
    what: "a call that broke off",
    turn: {
      kind: "answer",
      pieces: [{ kind: "calls", calls: [{ id: "c", name: "delete", arguments: '{"path":"/tmp' }] }, { kind: "cut" }],
    },
    code: "MODEL_BAD_ANSWER",
    asked: 3,
  },
  {
    what: "an overload told in the stream",
    turn: { kind: "answer", pieces: [{ kind: "error", type: "overloaded_error", message: "Overloaded" }] },
    code: "MODEL_UNAVAILABLE",
    asked: 3,
  },
  { what: "closing at once", turn: { kind: "close" }, code: "MODEL_UNAVAILABLE", asked: 3 },
  { what: "hanging", turn: { kind: "hang" }, code: "TIMEOUT" },
  { what: "hanging after the headers", turn: { kind: "answer", pieces: [{ kind: "hang" }] }, code: "TIMEOUT" },
];

describe.each(kinds)("a provider that misbehaves, as %s", (key) => {
  it.each(misbehaviours)("is told apart: $what", async ({ turn, code, asked = 1, details, retryAfterMs }) => {
    const { ask, server, logged } = await open([turn], {});
    const timeoutSeconds = code === "TIMEOUT" ? 0.2 : 30;
    const { events, error } = await ask({ model: { key }, text: "my private words", overrides: { timeoutSeconds } });
    // A cut after a call's begin is not told as a call.
    expect(events.filter(({ kind }) => kind !== "started" && kind !== "retrying")).toEqual([]);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code, ...(details ? { details } : {}) });
    if (retryAfterMs !== undefined) expect(error).toMatchObject({ retryAfterMs });
    expect(server.requests).toHaveLength(asked);
    const everything = `${logged.join("\n")}${JSON.stringify(error)}${String(error)}`;
    expect(everything).not.toContain(testKey);
    expect(everything).not.toContain("my private words");
    expect(logged.at(-1)).toContain("correlationId");
    expect(logged.at(-1)).toContain("conversation-1");
  });
});
