import { describe, expect, it } from "vitest";
import type { Tool } from "#shared/contract/tools.ts";
import { initialTool, orderTools } from "./toolOrder.ts";

const tool = (key: string, executable: string | null, source: Tool["source"] = "built-in"): Tool => ({
  key,
  name: key,
  description: "",
  command: key,
  arguments: [],
  icon: "",
  color: "#000000",
  source,
  executable,
  version: null,
  install: { command: null, page: null },
});
const tools = [
  tool("claude", null),
  tool("codex", "/bin/codex"),
  tool("shell", "/bin/bash"),
  tool("mine", "/bin/mine", "user"),
];

describe("the tools to choose from", () => {
  it("are the installed ones first, with the last used on top", () => {
    expect(orderTools(tools, "shell").map(({ key }) => key)).toEqual(["shell", "mine", "codex", "claude"]);
  });

  it("begin with one that can be started", () => {
    expect(initialTool(tools, "claude")).toBe("mine");
    expect(initialTool(tools, "codex")).toBe("codex");
    expect(initialTool([tool("claude", null)], null)).toBeNull();
  });
});
