import { homedir } from "node:os";
import { describe, expect, it, vi } from "vitest";
import { maximumResultLength } from "./client/toolResult.ts";
import { openTestToolBox, patience, stdioServer } from "./mcpTestKit.ts";

const slowly = { baseMs: 60_000, factor: 1, ceilingMs: 60_000, jitterMs: 0 };

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a server over stdio", () => {
  it("offers its tools, which are asked for first, and answers", async () => {
    await using box = openTestToolBox([stdioServer("one")]);
    await box.until("one", "ready");
    expect(box.state("one")).toEqual({ kind: "ready", tools: 11, version: "1.2.3" });
    expect(box.tool("one.echo")).toMatchObject({
      server: { key: "one", name: "one" },
      description: "Does echo",
      inputSchema: { type: "object" },
      defaultPermission: "ask",
    });
    expect(await box.call("one.echo", { a: [1, "二"] })).toEqual({ text: '{"a":[1,"二"]}', isError: false });
    expect(await box.call("one.fail")).toEqual({ text: "It did not work", isError: true });
    expect(await box.call("one.refuse")).toEqual({ text: expect.stringContaining("No such thing"), isError: true });
    expect((await box.call("one.picture")).text).toBe(
      [
        "Look:",
        "[image image/png, 3 kB: cannot be shown here]",
        "[resource file:///notes.txt]\nnotes",
        "[link to a resource: more file:///more.txt]",
        "[hologram: cannot be shown here]",
      ].join("\n"),
    );
  });

  it("tells how far it is, and is told when nobody waits any more", async () => {
    await using box = openTestToolBox([stdioServer("one")]);
    await box.until("one", "ready");
    const stop = new AbortController();
    const onProgress = vi.fn<(text: string) => void>();
    const slow = box.call("one.slow", {}, { signal: stop.signal, onProgress });
    await vi.waitFor(() => expect(onProgress).toHaveBeenCalledWith("a quarter"), patience);
    stop.abort(new Error("stopped by the person"));
    await expect(slow).rejects.toThrow("stopped by the person");
    await vi.waitFor(async () => expect((await box.call("one.cancelled")).text).toMatch(/^\[\d+\]$/), patience);
  });

  it("is given what it needs to run, its own additions and nothing else", async () => {
    vi.stubEnv("QUARTERDECK_TEST_SECRET", "not for servers");
    const environment = { API_KEY: "secret:one" };
    await using box = openTestToolBox([stdioServer("one", "normal", { environment }), stdioServer("two")], {
      secrets: { one: "the key" },
    });
    await Promise.all([box.until("one", "ready"), box.until("two", "ready")]);
    const one = JSON.parse((await box.call("one.surroundings")).text);
    const two = JSON.parse((await box.call("two.surroundings")).text);
    expect(one.folder).toBe(homedir());
    expect(one.environment.API_KEY).toBe("the key");
    expect(Object.keys(two.environment).filter((name) => !["PATH", "HOME", "LANG"].includes(name))).toEqual([]);
    vi.unstubAllEnvs();
  });

  it("says so when its tools change", async () => {
    await using box = openTestToolBox([stdioServer("one")]);
    await box.until("one", "ready");
    await box.call("one.change", { name: "brand_new" });
    await vi.waitFor(() => expect(box.tool("one.brand_new").description).toBe("Does brand_new"), patience);
    expect(box.state("one")).toMatchObject({ tools: 12 });
  });

  it("leaves nothing behind when it is turned off, however it resists", async () => {
    await using box = openTestToolBox([stdioServer("one"), stdioServer("two", "stays")]);
    await Promise.all([box.until("one", "ready"), box.until("two", "ready")]);
    const pids = [...JSON.parse((await box.call("one.child")).text), ...JSON.parse((await box.call("two.child")).text)];
    expect(pids.filter(isRunning)).toHaveLength(4);
    await box.toolBox[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), patience);
  });
});

describe("a server that misbehaves", () => {
  it("crashes: the call fails with the reason, and it is started again", async () => {
    await using box = openTestToolBox([stdioServer("one")]);
    await box.until("one", "ready");
    await expect(box.call("one.crash")).rejects.toMatchObject({
      code: "TOOL_CALL_FAILED",
      details: { reason: "It ended (exit code 3): out of luck" },
    });
    await vi.waitFor(async () => expect((await box.call("one.echo")).isError).toBe(false), patience);
  });

  it("crashes at once, again and again: it is tried less and less often", async () => {
    await using box = openTestToolBox([stdioServer("one", "crashes")], {
      timing: { restart: { baseMs: 20, factor: 1000, ceilingMs: 60_000, jitterMs: 0 } },
    });
    await vi.waitFor(() => {
      const state = box.state("one");
      expect(state).toMatchObject({ kind: "failed", reason: "It ended (exit code 7): cannot find my settings" });
      expect(state.kind === "failed" && (state.nextAt ?? 0) > Date.now() + 10_000).toBe(true);
    }, patience);
  });

  it("repeats its key when it ends: nobody is shown it", async () => {
    const words = ["-e", "console.error('refused: ' + process.env.SERVICE_CODE); process.exitCode = 7"];
    const settings = { arguments: words, environment: { SERVICE_CODE: "secret:one" } };
    await using box = openTestToolBox([stdioServer("one", "normal", settings)], {
      secrets: { one: "correct horse" },
      timing: { restart: slowly },
    });
    await box.until("one", "failed");
    expect(box.state("one")).toMatchObject({ reason: "It ended (exit code 7): refused: [redacted]" });
  });

  it("does not exist", async () => {
    await using box = openTestToolBox([stdioServer("one", "normal", { command: "no-such-program-anywhere" })]);
    await box.until("one", "failed");
    expect(box.state("one")).toMatchObject({ reason: "“no-such-program-anywhere” was not found" });
  });

  it("never answers", async () => {
    await using box = openTestToolBox([stdioServer("one", "hangs")], { timing: { answerWithinMs: 300 } });
    await box.until("one", "failed");
    expect(box.state("one")).toMatchObject({ reason: "It does not answer" });
  });

  it("prints what is no protocol", async () => {
    await using box = openTestToolBox([stdioServer("one", "prints-nonsense")], { timing: { restart: slowly } });
    await box.until("one", "failed");
    expect(box.state("one")).toMatchObject({ reason: expect.stringContaining("prints other things") });
  });

  it("floods stdout", async () => {
    await using box = openTestToolBox([stdioServer("one", "floods-stdout")], { timing: { restart: slowly } });
    await box.until("one", "failed");
    expect(box.state("one")).toMatchObject({ reason: "It sends more messages than can be taken" });
  });

  it("floods stderr: it is slowed down and works", async () => {
    await using box = openTestToolBox([stdioServer("one", "floods-stderr")]);
    await box.until("one", "ready");
    expect((await box.call("one.echo", { still: "here" })).text).toBe('{"still":"here"}');
  });

  it("answers with giants: one is cut, one ends it", async () => {
    await using box = openTestToolBox([stdioServer("one")], { timing: { restart: slowly } });
    await box.until("one", "ready");
    const { text } = await box.call("one.big", { length: 5_000_000 });
    expect(text.length).toBeLessThanOrEqual(maximumResultLength);
    expect(text).toMatch(/\[cut: \d+ more characters\]$/);
    await expect(box.call("one.big", { length: 17_000_000 })).rejects.toMatchObject({
      code: "TOOL_CALL_FAILED",
      details: { reason: "It sent a message of more than 16 MB" },
    });
  });

  it("has more tools than anybody needs", async () => {
    await using box = openTestToolBox([stdioServer("one", "many-tools"), stdioServer("two", "endless-pages")]);
    await Promise.all([box.until("one", "ready"), box.until("two", "ready")]);
    expect(box.state("one")).toMatchObject({ tools: 500 });
    expect(box.state("two")).toMatchObject({ tools: 100 });
  });

  it("has odd tools: named anew, or left out", async () => {
    await using box = openTestToolBox([stdioServer("one", "odd-tools")]);
    await box.until("one", "ready");
    const names = box.toolBox.tools().map(({ name }) => name);
    expect(names).toHaveLength(5);
    expect(new Set(names).size).toBe(5);
    for (const name of names) expect(name).toMatch(/^one\.[A-Za-z0-9_-]{1,59}$/);
    expect(names).toContain("one.a_b");
  });
});

describe("settings", () => {
  it("restart the servers that changed and no others", async () => {
    const pidOf = async (key: string): Promise<number> => JSON.parse((await box.call(`${key}.child`)).text)[0];
    await using box = openTestToolBox([stdioServer("one"), stdioServer("two")]);
    await Promise.all([box.until("one", "ready"), box.until("two", "ready")]);
    const before = [await pidOf("one"), await pidOf("two")];
    box.configure(stdioServer("two", "normal", { environment: { NEW: "1" } }), stdioServer("one"));
    await box.until("two", "ready");
    expect(await pidOf("one")).toBe(before[0]);
    expect(await pidOf("two")).not.toBe(before[1]);
    expect(isRunning(before[1] ?? 0)).toBe(false);
    box.configure(stdioServer("one", "normal", { isEnabled: false }));
    expect(box.toolBox.servers()).toEqual([{ key: "one", name: "one", kind: "stdio", state: { kind: "off" } }]);
    expect(box.toolBox.tools()).toEqual([]);
  });

  it("with a key that is taken are refused, in words", async () => {
    await using box = openTestToolBox([stdioServer("app"), stdioServer("one"), stdioServer("one", "hangs")]);
    const reasons = box.toolBox.servers().map(({ state }) => (state.kind === "failed" ? state.reason : state.kind));
    expect(reasons).toEqual([
      expect.stringContaining("Quarterdeck’s own"),
      "starting",
      "Another server has the same key",
    ]);
  });

  it("are followed by everybody who looks, each change told once", async () => {
    await using box = openTestToolBox([stdioServer("one")]);
    const listener = vi.fn();
    using _listening = box.toolBox.onChange(listener);
    const stop = new AbortController();
    const kinds: string[] = [];
    for await (const [server] of box.toolBox.serverChanges(stop.signal)) {
      kinds.push(server?.state.kind ?? "gone");
      if (server?.state.kind === "ready") box.configure();
      if (server === undefined) stop.abort();
    }
    expect(kinds).toEqual(["starting", "ready", "gone"]);
    expect(listener).toHaveBeenCalled();
  });
});
