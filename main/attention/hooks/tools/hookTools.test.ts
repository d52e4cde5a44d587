import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HookReading, HookSurroundings } from "../hookTool.ts";
import { hookToolOf } from "../hookTools.ts";
import { hookTexts } from "../texts.ts";

const texts = hookTexts("en");
const surroundings: HookSurroundings = {
  command: ["/opt/node", "/opt/quarter deck/hook.js"],
  folder: "/data/hooks",
  platform: "linux",
  isFolderRootOnly: true,
  environment: {},
  readText: () => null,
  texts,
};
const read = (tool: string, event: string, payload: unknown): HookReading =>
  hookToolOf(tool).read({ event, payload }, texts);
const answer = (choice: string | null, text: string | null = null) => ({
  choice,
  text,
  by: { kind: "phone", label: "Mei’s phone" },
  at: 0,
});
const replyOf = (reading: HookReading, ...given: Parameters<typeof answer>): unknown => {
  const prompt = reading.ask?.ownPrompt;
  if (!prompt || prompt.kind === "later") throw new Error("It has no reply");
  const { stdout, exitCode } = prompt.reply(answer(...given));
  expect(exitCode).toBe(0);
  return JSON.parse(stdout);
};

// As the real tools sent them (versions in docs/tools.md), shortened.
const claudePermission = {
  session_id: "8125b943",
  hook_event_name: "PermissionRequest",
  tool_name: "Bash",
  tool_input: { command: "touch made", description: "Make the file" },
  permission_suggestions: [
    {
      type: "addRules",
      rules: [{ toolName: "Bash", ruleContent: "touch:*" }],
      behavior: "allow",
      destination: "session",
    },
    { type: "setMode", mode: "acceptEdits", destination: "session" },
  ],
};

describe("Claude Code", () => {
  it("asks about a command, with the rule it offers to remember and no change of mode", () => {
    const reading = read("claude", "PermissionRequest", claudePermission);
    expect(reading.ask).toMatchObject({ kind: "permission", text: "Make the file", detail: "touch made" });
    expect(reading.ask?.choices?.map(({ id, role }) => [id, role])).toEqual([
      ["allow", "allow"],
      ["always-0", "other"],
      ["deny", "deny"],
    ]);
    const decision = (value: object) => ({
      hookSpecificOutput: { hookEventName: "PermissionRequest", decision: value },
    });
    expect(replyOf(reading, "allow")).toEqual(decision({ behavior: "allow" }));
    expect(replyOf(reading, "always-0")).toEqual(
      decision({ behavior: "allow", updatedPermissions: [claudePermission.permission_suggestions[0]] }),
    );
    expect(replyOf(reading, "deny", "Use make")).toEqual(decision({ behavior: "deny", message: "Use make" }));
    // Words alone are no permission.
    expect(replyOf(reading, null, "Use make")).toEqual(decision({ behavior: "deny", message: "Use make" }));
  });
  it("knows by the same tool call that it was answered in the terminal", () => {
    const asked = read("claude", "PermissionRequest", claudePermission).ask;
    const { tool_name, tool_input } = claudePermission;
    expect(read("claude", "PostToolUse", { tool_name, tool_input }).settles).toEqual({ subject: asked?.subject });
    expect(read("claude", "UserPromptSubmit", {}).settles).toBe("all");
  });
  it("asks its multiple-choice question and gives the chosen label", () => {
    const questions = [
      { question: "Which?", header: "W", multiSelect: false, options: [{ label: "A" }, { label: "B" }] },
    ];
    const reading = read("claude", "PermissionRequest", { tool_name: "AskUserQuestion", tool_input: { questions } });
    expect(reading.ask).toMatchObject({ kind: "question", text: "Which?", acceptsText: true });
    expect(replyOf(reading, "option-1")).toMatchObject({
      hookSpecificOutput: { decision: { behavior: "allow", updatedInput: { questions, answers: { "Which?": "B" } } } },
    });
  });
  it("says once that it has finished, with its last words", () => {
    expect(read("claude", "Stop", { last_assistant_message: "All done." })).toEqual({
      settles: "all",
      tell: { kind: "finished", text: "All done." },
    });
    expect(read("claude", "Notification", { notification_type: "permission_prompt", message: "x" })).toEqual({});
  });
});

describe("Codex", () => {
  it("asks, takes the decision, and trusts exactly its own hooks", () => {
    const payload = { tool_name: "Bash", tool_input: { command: "touch made", description: "Make the file" } };
    const reading = read("codex", "PermissionRequest", payload);
    expect(reading.ask).toMatchObject({ text: "Make the file", detail: "touch made", ownPrompt: { kind: "after" } });
    expect(replyOf(reading, "deny")).toEqual({
      hookSpecificOutput: {
        hookEventName: "PermissionRequest",
        decision: { behavior: "deny", message: texts.denied },
      },
    });
    const done = read("codex", "PostToolUse", { tool_name: "Bash", tool_input: { command: "touch made" } });
    expect(done.settles).toEqual({ subject: reading.ask?.subject });
    const settings = hookToolOf("codex").setUp(surroundings).arguments;
    expect(settings.join(" ")).not.toContain("bypass");
    expect(settings.at(-1)?.match(/trusted_hash/g)).toHaveLength(4);
  });
});

describe("Gemini CLI", () => {
  const payload = {
    notification_type: "ToolPermission",
    message: "Tool Confirm Shell Command requires execution",
    details: { type: "exec", title: "Confirm Shell Command", command: "touch made", rootCommand: "touch" },
  };
  it("is answered with the number of the option on its screen, or not at all", () => {
    const prompt = read("gemini", "Notification", payload).ask?.ownPrompt;
    const screen = [
      "│ Allow execution of [Shell]?  │",
      "│ ● 1. Allow once │",
      "│   2. Allow for this session │",
      "│   3. No, suggest changes (esc) │",
    ];
    if (prompt?.kind !== "later") throw new Error("It is answered by typing");
    expect(["allow", "session", "deny"].map((choice) => prompt.keys(answer(choice), screen))).toEqual(["1", "2", "3"]);
    expect(prompt.keys(answer("allow"), ["All done."])).toBeNull();
  });
  it("keeps what the system's file says, and does without hooks where it cannot read or use one", () => {
    const existing = { theme: "x", hooks: { AfterAgent: [{ matcher: "mine" }] } };
    const withFile = (text: string) => hookToolOf("gemini").setUp({ ...surroundings, readText: () => text });
    const [file] = withFile(JSON.stringify(existing)).files;
    expect(JSON.parse(file?.content ?? "")).toMatchObject({
      theme: "x",
      hooks: { AfterAgent: [{ matcher: "mine" }, { hooks: [{ name: "quarterdeck" }] }] },
    });
    const none = { arguments: [], environment: {}, files: [] };
    expect(withFile("// comments")).toEqual(none);
    expect(hookToolOf("gemini").setUp({ ...surroundings, isFolderRootOnly: false })).toEqual(none);
  });
});

describe("OpenCode", () => {
  const payload = {
    id: "per_1",
    sessionID: "ses_1",
    permission: "bash",
    patterns: ["touch made"],
    metadata: { command: "touch made" },
    always: ["touch *"],
  };
  it("asks, and answers with its own words", () => {
    const reading = read("opencode", "permission.asked", payload);
    expect(reading.ask).toMatchObject({ detail: "touch made" });
    expect(replyOf(reading, "always")).toEqual({ response: "always" });
    expect(read("opencode", "permission.replied", { requestID: "per_1" }).settles).toEqual({
      subject: reading.ask?.subject,
    });
  });
  it("adds its plugin to what the user's environment configures", () => {
    const given = { OPENCODE_CONFIG_CONTENT: JSON.stringify({ model: "m", plugin: ["mine"] }) };
    const { environment } = hookToolOf("opencode").setUp({ ...surroundings, environment: given });
    expect(JSON.parse(environment.OPENCODE_CONFIG_CONTENT ?? "")).toEqual({
      model: "m",
      plugin: ["mine", "file:///data/hooks/opencode.js"],
    });
  });
});

describe("any other tool", () => {
  it("tells what has no choices, and asks what has", () => {
    expect(read("make", "", { title: "Built" })).toEqual({ tell: { kind: "notification", text: "Built" } });
    const reading = read("make", "", { text: "Deploy?", choices: ["yes", { id: "no", label: "No", role: "deny" }] });
    expect(reading.ask).toMatchObject({ kind: "question", text: "Deploy?" });
    expect(replyOf(reading, "yes")).toEqual({ choice: "yes", text: null });
  });
});

it("no payload, whatever it holds, makes any adapter fail", () => {
  const samples = [claudePermission, claudePermission.tool_input];
  const payload = fc.oneof(
    fc.anything(),
    fc
      .tuple(
        fc.constantFrom(...samples),
        fc.dictionary(fc.constantFrom("tool_name", "tool_input", "details", "id"), fc.anything()),
      )
      .map(([sample, more]) => ({ ...sample, ...more })),
  );
  const events = ["PermissionRequest", "Notification", "Stop", "PostToolUse", "permission.asked", "AfterAgent", ""];
  fc.assert(
    fc.property(
      fc.constantFrom("claude", "codex", "gemini", "opencode", "x"),
      fc.constantFrom(...events),
      payload,
      (tool, event, given) => {
        expect(read(tool, event, given)).toBeTypeOf("object");
      },
    ),
    { numRuns: 1000 },
  );
});
