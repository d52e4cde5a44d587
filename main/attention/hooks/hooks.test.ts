import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { type HooksBench, openHooksBench } from "./hooksTestKit.ts";

let bench: HooksBench;
beforeAll(async () => {
  bench = await openHooksBench();
});
afterAll(async () => await bench[Symbol.asyncDispose]());

const question = {
  title: "Run the tests?",
  text: "npm test",
  choices: [
    { id: "yes", label: "Yes", role: "allow" },
    { id: "no", label: "No", role: "deny" },
  ],
};
const agent = (payload: unknown = question): string =>
  `exec '${process.execPath}' '${join(import.meta.dirname, "testAgent.ts")}' '${JSON.stringify(payload)}'`;
const key = (): string => crypto.randomUUID();

/** A session whose agent has asked, and the item of it. */
async function asked(payload?: unknown): Promise<{ session: string; item: AttentionItem }> {
  const { id: session } = await bench.run(agent(payload));
  await expect.poll(async () => (await bench.items(session)).map(({ state }) => state)).toEqual(["open"]);
  const [item] = await bench.items(session);
  if (!item) throw new Error("It was there a moment ago");
  return { session, item };
}
const itemOf = async (session: string) => (await bench.items(session)).at(-1);

describe("a tool that asks through the hook", () => {
  it("is answered from elsewhere and goes on", async () => {
    const { session, item } = await asked();
    expect(item).toMatchObject({
      kind: "permission",
      tool: "agent",
      text: "Run the tests?",
      detail: "npm test",
      choices: question.choices,
      acceptsText: false,
    });
    const answered = await bench.client.attention.answer({ id: item.id, idempotencyKey: key(), choice: "yes" });
    expect(answered).toMatchObject({ state: "answered", answer: { choice: "yes", by: { kind: "desktop" } } });
    await expect.poll(() => bench.screen(session)).toContain('WENT ON: hook 0 {"choice":"yes","text":null}');
    await bench.client.sessions.stop({ id: session });
  });

  it("is answered in its terminal, and the item closes", async () => {
    const { session } = await asked();
    await bench.client.sessions.sendInput({ id: session, text: "y", paste: false });
    await expect.poll(() => itemOf(session)).toMatchObject({ state: "closed", closedBy: "terminal" });
    await expect.poll(() => bench.screen(session)).toContain("HOOK OVER 0");
    expect(await bench.screen(session)).toContain("WENT ON: terminal y");
    await bench.client.sessions.stop({ id: session });
  });

  it("moving about in its prompt answers nothing", async () => {
    const { session } = await asked();
    await bench.client.sessions.sendInput({ id: session, text: "\x1b[A\x1b[B", paste: false });
    await expect.poll(() => bench.screen(session)).toContain("WENT ON: terminal");
    expect(await itemOf(session)).toMatchObject({ state: "open" });
    await bench.client.sessions.stop({ id: session });
  });

  it("gets one answer of two given in the same moment", async () => {
    const { session, item } = await asked();
    const answers = await Promise.allSettled(
      ["yes", "no"].map((choice) => bench.client.attention.answer({ id: item.id, idempotencyKey: key(), choice })),
    );
    const given = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    expect(given).toHaveLength(1);
    expect(refused).toMatchObject([{ code: "ATTENTION_CLOSED" }]);
    const choice = given[0]?.answer?.choice;
    await expect.poll(() => bench.screen(session)).toContain(`WENT ON: hook 0 {"choice":"${choice}","text":null}`);
    await bench.client.sessions.stop({ id: session });
  });

  it("loses its hook to kill -9, and the item closes", async () => {
    const { session } = await asked();
    await expect.poll(() => bench.screen(session)).toMatch(/hook is \d+/);
    const [, pid] = /hook is (\d+)/.exec(await bench.screen(session)) ?? [];
    process.kill(Number(pid), "SIGKILL");
    await expect.poll(() => itemOf(session)).toMatchObject({ state: "closed", closedBy: "terminal" });
    await bench.client.sessions.stop({ id: session });
  });

  it("ends with its session, and its secret with it", async () => {
    const { id: session } = await bench.run(`echo "secret $QUARTERDECK_HOOK_SECRET end"; ${agent()}`);
    await expect.poll(() => itemOf(session)).toMatchObject({ state: "open" });
    const [, secret = ""] = /secret (\S+) end/.exec(await bench.screen(session)) ?? [];
    expect(await ask(secret, { tool: "x", event: "nothing" })).toBe(200);
    await bench.client.sessions.stop({ id: session });
    await expect.poll(() => itemOf(session)).toMatchObject({ state: "closed", closedBy: "session-ended" });
    expect(await ask(secret, { tool: "x", event: "nothing" })).toBe(401);
    await bench.client.sessions.restart({ id: session });
    expect(await ask(secret, { tool: "x", event: "nothing" })).toBe(401);
    await bench.client.sessions.stop({ id: session });
  });

  it("says nothing, successfully, when nobody can be asked", async () => {
    const hook = `printf '{"title":"x","choices":["a"]}' | eval "$QUARTERDECK_HOOK_COMMAND agent"; echo "over $?"`;
    const { id: refused } = await bench.run(`QUARTERDECK_HOOK_SECRET=wrong; ${hook}`);
    const { id: gone } = await bench.run(`QUARTERDECK_HOOK_URL=http://127.0.0.1:9/hook; ${hook}`);
    const { id: nonsense } = await bench.run(`echo nonsense | eval "$QUARTERDECK_HOOK_COMMAND agent"; echo "over $?"`);
    for (const session of [refused, gone, nonsense]) {
      await expect.poll(() => bench.screen(session)).toContain("over 0");
      expect(await bench.items(session)).toEqual([]);
    }
  });

  it("cannot flood anybody with questions", async () => {
    const { id: session } = await bench.run('echo "secret $QUARTERDECK_HOOK_SECRET end"; sleep 60');
    await expect.poll(() => bench.screen(session)).toContain(" end");
    const [, secret = ""] = /secret (\S+) end/.exec(await bench.screen(session)) ?? [];
    const gone = new AbortController();
    const statuses = Array.from({ length: 100 }, (_, index) =>
      ask(secret, { tool: "agent", payload: { title: `Question ${index}`, choices: ["a"] } }, gone.signal).catch(
        () => 0,
      ),
    );
    await expect.poll(async () => (await bench.items(session)).length).toBeGreaterThan(10);
    // All but those that wait have been let go.
    const waiting = Symbol("waiting");
    const letGo = async () => {
      const seen = await Promise.all(statuses.map((status) => Promise.race([status, Promise.resolve(waiting)])));
      return seen.filter((status) => status !== waiting).length;
    };
    await expect.poll(letGo).toBeGreaterThanOrEqual(100 - 16);
    expect((await bench.items(session)).length).toBeLessThanOrEqual(16);
    gone.abort();
    await expect.poll(async () => (await bench.items(session)).every(({ state }) => state === "closed")).toBe(true);
    await bench.client.sessions.stop({ id: session });
  });
});

async function ask(secret: string, body: unknown, signal?: AbortSignal): Promise<number> {
  const response = await fetch(bench.hookUrl, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  await response.text();
  return response.status;
}
