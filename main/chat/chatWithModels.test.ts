import { describe, expect, it } from "vitest";
import { modelsSettings } from "#shared/configuration/modelSettings.ts";
import { type ChatScript, startChatServer } from "../../e2e/helpers/modelServer/chatServer.ts";
import { says, tokens } from "../../e2e/helpers/modelServer/turn.ts";
import { createModels } from "../models/createModels.ts";
import type { Log, LogContext } from "../observability/log.ts";
import { type ChatBenchOptions, caller, newId, openChatBench, tool } from "./chatTestKit.ts";
import { Follower } from "./followerTestKit.ts";

type Format = "openai-compatible" | "anthropic";

/** A chat whose models are real and speak the wire format with a server of the test's. */
async function open(format: Format, script: ChatScript, options: ChatBenchOptions = {}) {
  const server = await startChatServer(script);
  const settings = modelsSettings.parse({
    providers: [{ kind: format, key: "p", name: "P", baseUrl: `${server.url}/v1`, apiKey: "secret:key" }],
    aliases: [{ key: "m", name: "M", provider: "p", model: "model-1" }],
    default: "m",
  });
  const bench = await openChatBench({
    ...options,
    openModels: (database) =>
      createModels({
        database,
        log: options.log ?? silent,
        settings: { current: () => settings, onChange: () => ({ [Symbol.dispose]: () => {} }) },
        resolveSecret: async () => "sk-never-shown",
        findTool: async () => null,
        onBudget: () => {},
        policy: { attempts: 3, baseMs: 10, factor: 2, ceilingMs: 50, jitterMs: 0 },
      }),
  });
  const { id } = await bench.chat.create({}, caller);
  const follower = new Follower(bench.chat, id);
  const ask = (text: string) => bench.chat.send({ id, message: newId(), text, attachments: [] }, caller);
  return {
    ...bench,
    id,
    follower,
    server,
    ask,
    [Symbol.asyncDispose]: async () => {
      await follower[Symbol.asyncDispose]();
      await bench[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => silent };
const story = "The quick brown fox 跳过了懒狗 and went on.";

describe.each<Format>(["openai-compatible", "anthropic"])("a conversation with a server that speaks %s", (format) => {
  it("streams, runs a tool between, and tells its result", async () => {
    const calls = [{ id: "call_a", name: "", arguments: '{"of":"x"}' }];
    const count = tool("app.count", async ({ of }) => ({ text: `7 of ${String(of)}`, isError: false }));
    await using chat = await open(
      format,
      ({ body }, number) =>
        number === 0
          ? {
              kind: "answer",
              pieces: [
                ...tokens("Let me see."),
                { kind: "calls", calls: calls.map((one) => ({ ...one, name: toolName(body) })) },
              ],
              finish: "calls",
            }
          : says(story),
      { tools: [count] },
    );
    await chat.ask("How many?");
    const answer = await chat.follower.ended();
    expect(answer.error).toBeNull();
    expect(answer.parts).toMatchObject([
      { kind: "text", text: "Let me see." },
      { kind: "tool-call", tool: "app.count", state: "done", result: "7 of x" },
      { kind: "text", text: story },
    ]);
    expect(JSON.stringify(chat.server.requests[1]?.body)).toContain("7 of x");
    expect(answer.usage?.outputTokens).toBeGreaterThan(0);
  });

  it("is answered after a retry where the server was down at first, which is shown", async () => {
    await using chat = await open(format, [{ kind: "status", status: 503 }, says(story)]);
    await chat.ask("Hello");
    const answer = await chat.follower.ended();
    expect(answer).toMatchObject({ state: "done", parts: [{ text: story }], retry: null });
    expect(chat.server.requests).toHaveLength(2);
  });

  it("keeps what was said before the connection was cut, and goes on from there when resumed", async () => {
    await using chat = await open(format, [
      { kind: "answer", pieces: [...tokens("One two"), { kind: "pause", ms: 100 }, { kind: "cut" }] },
      says(" three"),
    ]);
    await chat.ask("Count");
    const cut = await chat.follower.ended();
    expect(cut).toMatchObject({ state: "failed", error: { code: "MODEL_BAD_ANSWER" }, parts: [{ text: "One two" }] });
    await chat.chat.resume({ id: chat.id, message: cut.id }, caller);
    await chat.follower.until(({ answer }) => answer?.state === "done");
    expect(chat.follower.text).toBe("One two three");
  });

  it("lets go of the server when it is stopped", async () => {
    await using chat = await open(format, [{ kind: "answer", pieces: [...tokens("So"), { kind: "hang" }] }]);
    await chat.ask("Hello");
    await chat.follower.until(({ text }) => text === "So");
    await chat.chat.stop({ id: chat.id }, caller);
    await chat.server.requests[0]?.abandoned;
    expect((await chat.chat.get({ id: chat.id }, caller)).messages.at(-1)?.state).toBe("stopped");
  });

  it.each([
    [401, "MODEL_AUTH_FAILED"],
    [404, "MODEL_NOT_FOUND"],
    [500, "MODEL_UNAVAILABLE"],
  ])("says what is wrong when it answers %i", async (status, code) => {
    await using chat = await open(format, [{ kind: "status", status }]);
    await chat.ask("Hello");
    expect(await chat.follower.ended()).toMatchObject({ state: "failed", error: { code } });
  });
});

it("logs no text, no key and no arguments of a conversation, but whose log it is", async () => {
  const lines: string[] = [];
  const collect = (context: LogContext): Log => {
    const write = (text: string, more?: LogContext): void => {
      lines.push(
        JSON.stringify([text, { ...context, ...more }], (_key, value) =>
          value instanceof Error ? `${value.stack}` : value,
        ),
      );
    };
    return {
      debug: write,
      info: write,
      warn: write,
      error: write,
      child: ({ correlationId, context: more }) =>
        collect({ ...context, ...more, ...(correlationId ? { correlationId } : {}) }),
    };
  };
  const broken = tool("app.broken", async () => {
    throw new Error("broken");
  });
  await using chat = await open(
    "openai-compatible",
    ({ body }, number) =>
      number === 0
        ? {
            kind: "answer",
            pieces: [
              { kind: "calls", calls: [{ id: "a", name: toolName(body), arguments: '{"a":"secret-argument"}' }] },
            ],
            finish: "calls",
          }
        : { kind: "status", status: 500, message: "secret-body" },
    { tools: [broken], log: collect({}) },
  );
  await chat.ask("secret-question");
  const answer = await chat.follower.ended();
  const logged = lines.join("\n");
  expect(logged).toContain(answer.id);
  expect(logged).toContain(chat.id);
  expect(logged).not.toMatch(/secret-|sk-never-shown/);
});

/** What the tool is called on the wire, where names may have fewer characters than ours. */
function toolName(body: unknown): string {
  return /"name":"([^"]*count|[^"]*broken)"/.exec(JSON.stringify(body))?.[1] ?? "";
}
