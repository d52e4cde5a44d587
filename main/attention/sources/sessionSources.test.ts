import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { type HooksBench, openHooksBench } from "../hooks/hooksTestKit.ts";

let bench: HooksBench;
beforeAll(async () => {
  // Shells under the names of agents, so that their rules apply.
  const standIn = (key: string) => ({ key, name: key, command: "/bin/bash" });
  bench = await openHooksBench({ tools: [standIn("aider"), standIn("gemini")] });
});
afterAll(async () => await bench[Symbol.asyncDispose]());

const itemsOf = async (session: string, kind: AttentionItem["kind"]) =>
  (await bench.items(session)).filter((item) => item.kind === kind);
const type = (session: string, text: string) => bench.client.sessions.sendInput({ id: session, text, paste: false });
const runAs = async (tool: string, line: string) => (await bench.run(line, { tool })).id;

describe("what a session does by itself", () => {
  it("a storm of bells is one item, and typing there ends it", async () => {
    const { id } = await bench.run("for i in $(seq 2000); do printf '\\a'; done; echo rung; cat");
    await expect.poll(() => itemsOf(id, "bell")).toMatchObject([{ state: "open", who: expect.any(String) }]);
    await expect.poll(() => bench.screen(id)).toContain("rung");
    expect(await itemsOf(id, "bell")).toHaveLength(1);
    await type(id, "x");
    await expect.poll(() => itemsOf(id, "bell")).toMatchObject([{ state: "closed", closedBy: "went-on" }]);
    await bench.client.sessions.stop({ id });
  });

  it("tells a notification with its title; looking at the session ends it, and so does the session's end", async () => {
    const { id } = await bench.run("printf '\\033]777;notify;Build;It is red\\033\\\\'; cat");
    const open = { state: "open", text: "Build", detail: "It is red" };
    await expect.poll(() => itemsOf(id, "notification")).toMatchObject([open]);
    await type(id, "\x1b[I");
    await expect.poll(() => itemsOf(id, "notification")).toMatchObject([{ closedBy: "went-on" }]);
    await bench.client.sessions.stop({ id });
  });

  it("tells of a program that is killed or fails, not of one that was stopped or a shell that was left", async () => {
    const { id: killed } = await bench.run("kill -9 $$");
    await expect.poll(() => itemsOf(killed, "failed")).toMatchObject([{ text: "Was ended by SIGKILL", state: "open" }]);
    const failed = await runAs("aider", "exit 3");
    await expect.poll(() => itemsOf(failed, "failed")).toMatchObject([{ text: "Ended with exit code 3" }]);
    await bench.client.sessions.delete({ id: failed });
    await expect.poll(() => itemsOf(failed, "failed")).toMatchObject([{ closedBy: "session-ended" }]);

    const { id: left } = await bench.run("exit 3");
    const stopped = await runAs("aider", "sleep 60");
    await bench.client.sessions.stop({ id: stopped });
    const typed = await runAs("aider", "read -rn1; exit 3");
    await type(typed, "q");
    const over = async () => {
      const all = await bench.client.sessions.list();
      return all.filter(({ id, status }) => [left, stopped, typed].includes(id) && status === "stopped").length;
    };
    await expect.poll(over).toBe(3);
    // What would have been told stands before what is told later.
    const { id: last } = await bench.run("kill -9 $$");
    await expect.poll(() => itemsOf(last, "failed")).toHaveLength(1);
    for (const id of [left, stopped, typed]) expect(await itemsOf(id, "failed")).toEqual([]);
  });
});

describe("a tool that waits", () => {
  const works = "for i in $(seq 20); do echo working; sleep 0.1; done;";

  it("is told once it has worked and its prompt is there, and not any more when somebody types", async () => {
    const id = await runAs("aider", `${works} printf '> '; cat`);
    await expect.poll(() => itemsOf(id, "waiting"), { timeout: 15_000 }).toMatchObject([{ state: "open" }]);
    await type(id, "y");
    await expect.poll(() => itemsOf(id, "waiting")).toMatchObject([{ state: "closed", closedBy: "went-on" }]);
    await bench.client.sessions.stop({ id });
  });

  it("is not told of a shell, nor of a tool that is quiet without its prompt", async () => {
    const { id: shell } = await bench.run(`${works} printf '> '; cat`);
    const thinking = await runAs("aider", `${works} cat`);
    const waiting = await runAs("aider", `sleep 0.5; ${works} printf '> '; cat`);
    await expect.poll(() => itemsOf(waiting, "waiting"), { timeout: 15_000 }).toHaveLength(1);
    expect(await itemsOf(shell, "waiting")).toEqual([]);
    expect(await itemsOf(thinking, "waiting")).toEqual([]);
    for (const id of [shell, thinking, waiting]) await bench.client.sessions.stop({ id });
  });

  it("is answered through the menu on its screen", async () => {
    const menu = [
      "╭─────────╮",
      "│ rm -rf x │",
      "│ Allow execution of [Shell]? │",
      "│ ● 1. Allow once │",
      "│   2. No │",
      "╰───╯",
    ];
    const id = await runAs(
      "gemini",
      `printf '%s\\n' ${menu.map((row) => `'${row}'`).join(" ")}; read -rsn1 key; echo "got $key"; cat`,
    );
    const poll = { timeout: 15_000 };
    await expect
      .poll(() => itemsOf(id, "permission"), poll)
      .toMatchObject([
        {
          text: "Allow execution of [Shell]?",
          detail: "rm -rf x",
          choices: [
            { id: "1", label: "Allow once", role: "allow" },
            { id: "2", label: "No", role: "deny" },
          ],
        },
      ]);
    const [item] = await itemsOf(id, "permission");
    const idempotencyKey = crypto.randomUUID();
    await bench.client.attention.answer({ id: item?.id ?? "", idempotencyKey, choice: "2" });
    await expect.poll(() => bench.screen(id)).toContain("got 2");
    await bench.client.sessions.stop({ id });
  });
});
