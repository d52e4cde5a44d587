import { describe, expect, it, vi } from "vitest";
import { mcpServer } from "#shared/configuration/chatSettings.ts";
import { openTestToolBox, patience, startHttpServer } from "../mcpTestKit.ts";

const slowly = { baseMs: 60_000, factor: 1, ceilingMs: 60_000, jitterMs: 0 };

const at = (url: string, headers: object = {}) =>
  mcpServer.parse({ kind: "http", key: "web", name: "Web", url, headers });

async function failureOf(behaviour: string): Promise<string> {
  await using server = await startHttpServer(behaviour);
  await using box = openTestToolBox([at(server.url)], { timing: { restart: slowly } });
  await box.until("web", "failed");
  const state = box.state("web");
  return state.kind === "failed" ? state.reason : "";
}

describe("a server over HTTP", () => {
  it("is used with the headers that name it, their secrets included", async () => {
    await using server = await startHttpServer("normal");
    await using box = openTestToolBox([at(server.url, { "X-Key": "secret:web" })], { secrets: { web: "the key" } });
    await box.until("web", "ready");
    expect(box.state("web")).toEqual({ kind: "ready", tools: 2, version: "2.0.0" });
    expect(JSON.parse((await box.call("web.headers")).text)).toMatchObject({ "x-key": "the key" });
  });

  it("may speak as servers did before 2025", async () => {
    await using server = await startHttpServer("old");
    await using box = openTestToolBox([at(server.url, { "X-Key": "a" })]);
    await box.until("web", "ready");
    expect(JSON.parse((await box.call("web.headers")).text)).toMatchObject({ "x-key": "a" });
  });

  it("that has forgotten us is connected to anew", async () => {
    await using server = await startHttpServer("normal");
    await using box = openTestToolBox([at(server.url)]);
    await box.until("web", "ready");
    await box.call("web.forget");
    await expect(box.call("web.headers")).rejects.toMatchObject({ code: "TOOL_CALL_FAILED" });
    await vi.waitFor(async () => expect((await box.call("web.headers")).isError).toBe(false), patience);
  });

  it("that fails is failed in words, and our headers go nowhere else", async () => {
    expect(await failureOf("refuses")).toContain("check the key");
    expect(await failureOf("fails")).toContain("Out of order");
    expect(await failureOf("redirects")).toContain("redirect");
    expect(await failureOf("giant")).toBe("It sent a message of more than 16 MB");
  });

  it("that is not there", async () => {
    await using box = openTestToolBox([at("http://127.0.0.1:9/")], { timing: { restart: slowly } });
    await box.until("web", "failed");
    expect(box.state("web")).toMatchObject({ reason: "It cannot be reached at this address" });
  });
});
