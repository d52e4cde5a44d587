import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { openTestAttention, type TestAttention } from "../../attention/testAttention.ts";
import type { Tool } from "../../chat/contract.ts";
import { openSessionsBench, type SessionsBench } from "../../sessions/testing.ts";
import { createAppTools } from "../appTools.ts";
import type { Caller } from "../caller.ts";
import { appTool, maximumTextLength } from "./appTool.ts";
import { createPace } from "./pace.ts";

const patience = { timeout: 15_000, interval: 20 };
const person: Caller = { kind: "desktop", label: "Desktop", scopes: ["admin"], credentialId: "desktop" };

let bench: SessionsBench;
let test: TestAttention;
let tools: readonly Tool[];

beforeEach(async () => {
  bench = await openSessionsBench();
  test = await openTestAttention();
  tools = createAppTools({ sessions: bench.sessions, attention: test.attention });
});

afterEach(async () => {
  await test[Symbol.asyncDispose]();
  await bench[Symbol.asyncDispose]();
});

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly session?: string;
}

async function call(name: string, input: Record<string, unknown> = {}, { signal, session }: CallOptions = {}) {
  const tool = tools.find((one) => one.name === `app.${name}`);
  if (!tool) throw new Error(`No tool ${name}`);
  return await tool.call(input, {
    signal: signal ?? new AbortController().signal,
    onProgress: () => {},
    caller: { label: "A conversation", conversation: null, ...(session === undefined ? {} : { session }) },
  });
}

async function printed(line: string): Promise<string> {
  const { id } = await bench.sessions.start({
    tool: "shell",
    folder: "/tmp",
    arguments: ["-c", line],
    name: "Printer",
  });
  await vi.waitFor(() => expect(bench.sessions.get(id).status).toBe("stopped"), patience);
  return id;
}

const openItem = async () => {
  const [item] = await vi.waitFor(async () => {
    const items = await test.attention.list({ state: "open", limit: 10 });
    expect(items).toHaveLength(1);
    return items;
  }, patience);
  if (!item) throw new Error("no item");
  return item;
};

describe("the app's tools", () => {
  it("are named for models, described, and only acting asks first", () => {
    expect(tools.map(({ name, defaultPermission }) => [name, defaultPermission])).toEqual([
      ["app.list_sessions", "allow"],
      ["app.read_session", "allow"],
      ["app.search_history", "allow"],
      ["app.start_session", "ask"],
      ["app.send_input", "ask"],
      ["app.list_attention", "allow"],
      ["app.ask_user", "allow"],
      ["app.notify", "allow"],
    ]);
    for (const { inputSchema, description } of tools) {
      expect(inputSchema).toMatchObject({ type: "object" });
      expect(description.length).toBeGreaterThan(30);
    }
  });

  it("tell a model what is wrong with its arguments instead of failing", async () => {
    expect(await call("read_session", { session: "nonsense" })).toEqual({
      text: expect.stringContaining("session: not a session id"),
      isError: true,
    });
    const unknown = "00000000-0000-4000-8000-000000000000";
    expect(await call("read_session", { session: unknown })).toEqual({
      text: expect.stringContaining("SESSION_NOT_FOUND"),
      isError: true,
    });
    expect(await call("start_session", { tool: "nosuchtool" })).toEqual({
      text: expect.stringMatching(/UNKNOWN_TOOL.*shell/s),
      isError: true,
    });
  });

  it("give no text longer than a conversation bears", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
        fc.nat(9000),
        async (unit, times) => {
          const tool = appTool({
            name: "long",
            description: "",
            input: z.object({}),
            permission: "allow",
            run: async () => unit.repeat(times),
          });
          const options = {
            signal: new AbortController().signal,
            onProgress: () => {},
            caller: { label: "", conversation: null },
          };
          const { text } = await tool.call({}, options);
          expect(text.length).toBeLessThanOrEqual(maximumTextLength + 50);
          expect(text.isWellFormed()).toBe(unit.isWellFormed());
          if (unit.length * times <= maximumTextLength) expect(text).toBe(unit.repeat(times));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("reading sessions", () => {
  it("lists them and reads the last rows as plain text, page by page", async () => {
    const id = await printed("for i in $(seq 1 200); do printf '\\033[31mrow %s\\033[0m\\n' $i; done");
    expect((await call("list_sessions", { status: "stopped" })).text).toContain(
      `${id} name="Printer" tool=shell stopped`,
    );
    expect((await call("list_sessions", { status: "running" })).text).toBe("There are no such sessions.");
    const last = (await call("read_session", { session: id, lines: 5 })).text;
    expect(last.split("\n").slice(2)).toEqual(["row 196", "row 197", "row 198", "row 199", "row 200"]);
    const [, first] = /\[rows (\d+) to/.exec(last) ?? [];
    const earlier = (await call("read_session", { session: id, lines: 100, before: Number(first) })).text.split("\n");
    expect([earlier[2], earlier.at(-1), earlier.length]).toEqual(["row 96", "row 195", 102]);
    const all = (await call("read_session", { session: id, lines: 500 })).text.split("\n");
    expect([all[2], all.at(-1), all.length]).toEqual(["row 1", "row 200", 202]);
  });

  it("searches what was printed", async () => {
    const id = await printed("echo one; echo needle 针; echo three");
    const { text } = await call("search_history", { query: "NEEDLE" });
    expect(text).toContain(id);
    expect(text).toContain("  one\n> needle 针\n  three");
    expect((await call("search_history", { query: "absent" })).text).toBe("Nothing found.");
  });
});

describe("acting on sessions", () => {
  it("starts a program and types into it", async () => {
    const started = await call("start_session", { tool: "shell", folder: "/tmp", name: "Mine" });
    const [, id = ""] = /^Started (\S+) \("Mine"\)/.exec(started.text) ?? [];
    await call("send_input", { session: id, text: "echo $((6 * 7))-answer" });
    await vi.waitFor(
      async () => expect((await call("read_session", { session: id })).text).toContain("42-answer"),
      patience,
    );
    await bench.sessions.stop(id);
    expect(await call("send_input", { session: id, text: "x" })).toEqual({
      text: expect.stringContaining("SESSION_NOT_RUNNING"),
      isError: true,
    });
  });
});

describe("asking and telling the person", () => {
  it("waits for the answer and gives it to the model", async () => {
    const asked = call("ask_user", { question: "Which one?", choices: ["Left", "Right"] });
    const item = await openItem();
    expect(item).toMatchObject({ kind: "question", who: "A conversation", acceptsText: true, place: { kind: "app" } });
    expect((await call("list_attention")).text).toContain('"Which one?" choices: Left | Right');
    const [, right] = item.choices;
    await test.attention.answer(person, {
      id: item.id,
      idempotencyKey: "a".repeat(8),
      choice: right?.id,
      text: "soon",
    });
    expect(await asked).toEqual({ text: "The person chose: Right\nThe person answered: soon", isError: false });
  });

  it("is asked where it came from, and says when it was put away", async () => {
    const session = await printed("true");
    const asked = call("ask_user", { question: "Go on?" }, { session });
    const item = await openItem();
    expect(item).toMatchObject({ acceptsText: true, place: { kind: "session", session } });
    await test.attention.dismiss(person, item.id);
    expect((await asked).text).toContain("put the question away");
  });

  it("takes the question away when nobody waits any more", async () => {
    const gone = new AbortController();
    const asked = call("ask_user", { question: "Still there?" }, { signal: gone.signal });
    const item = await openItem();
    gone.abort(new Error("stopped"));
    await expect(asked).rejects.toThrow("stopped");
    expect(await test.attention.get(item.id)).toMatchObject({ state: "closed", closedBy: "went-on" });
  });

  it("tells, but does not flood", async () => {
    for (let count = 0; count < 20; count += 1) {
      expect((await call("notify", { text: `News ${count}` })).text).toBe("The person is told.");
    }
    expect((await call("notify", { text: "More" })).text).toMatch(/^Not told/);
    expect((await call("ask_user", { question: "More?" })).text).toMatch(/^Not asked/);
    expect(await test.attention.list({ state: "open", limit: 100 })).toHaveLength(20);
  });
});

describe("a pace", () => {
  it("never lets more through in a window than its limit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat(40), { maxLength: 60 }), (limit, waits) => {
        let now = 0;
        const pace = createPace(limit, 100, () => now);
        const taken: number[] = [];
        for (const wait of waits) {
          now += wait;
          const recent = taken.filter((at) => at > now - 100).length;
          const isTaken = pace.take();
          expect(isTaken).toBe(recent < limit);
          if (isTaken) taken.push(now);
        }
      }),
    );
  });
});
