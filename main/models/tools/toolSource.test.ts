import { access, chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { Scope } from "../../core/scope.ts";
import type { AnswerPart } from "../answers/answerSource.ts";
import { runTool } from "./toolProcess.ts";
import { createToolSource } from "./toolSource.ts";

let scope = new Scope();
afterEach(async () => {
  await scope[Symbol.asyncDispose]();
  scope = new Scope();
});

type Tool = "claude" | "codex" | "gemini";

/** Lines as claude 2.1.329, codex and gemini 0.61.0 printed them for a stand-in's answer. */
const lines: Readonly<Record<Tool, readonly string[]>> = {
  claude: [
    '{"type":"system","subtype":"init","cwd":"/tmp/x","session_id":"e8","tools":[],"mcp_servers":[],"model":"claude-opus-5-5"}',
    '{"type":"stream_event","event":{"type":"message_start","message":{"id":"msg_standin","type":"message","role":"assistant","content":[],"usage":{"input_tokens":10,"output_tokens":10}}},"session_id":"e8","parent_tool_use_id":null}',
    '{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}},"session_id":"e8","parent_tool_use_id":null}',
    '{"type":"stream_event","event":{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hello, "}},"session_id":"e8","parent_tool_use_id":null}',
    '{"type":"stream_event","event":{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"你好."}},"session_id":"e8","parent_tool_use_id":null}',
    '{"type":"assistant","message":{"id":"msg_standin","role":"assistant","content":[{"type":"text","text":"Hello, 你好."}]},"parent_tool_use_id":null,"session_id":"e8"}',
    '{"duration_api_ms":30,"stop_reason":"end_turn","total_cost_usd":0.00024,"usage":{"input_tokens":7,"cache_creation_input_tokens":1,"cache_read_input_tokens":2,"output_tokens":5},"type":"result","subtype":"success","is_error":false,"result":"Hello, 你好."}',
  ],
  codex: [
    '{"type":"thread.started","thread_id":"01a1fc92-9dc0-7022-8f26-bbb73d9a96b2"}',
    '{"type":"item.completed","item":{"id":"item_0","type":"error","message":"Model metadata for `stand-in` not found."}}',
    '{"type":"turn.started"}',
    '{"type":"item.completed","item":{"id":"item_1","type":"reasoning","text":"Hm."}}',
    '{"type":"item.completed","item":{"id":"item_2","type":"agent_message","text":"Hello, 你好."}}',
    '{"type":"turn.completed","usage":{"input_tokens":10,"cached_input_tokens":0,"output_tokens":5,"reasoning_output_tokens":0}}',
  ],
  gemini: [
    "Ripgrep is not available. Falling back to GrepTool.",
    '{"type":"init","timestamp":"2026-11-21T05:27:11.163Z","session_id":"42","model":"gemini-2.5-pro"}',
    '{"type":"message","timestamp":"2026-11-21T05:27:11.163Z","role":"user","content":"Say hello\\n"}',
    '{"type":"message","timestamp":"2026-11-21T05:27:11.187Z","role":"assistant","content":"Hello, ","delta":true}',
    '{"type":"message","timestamp":"2026-11-21T05:27:11.187Z","role":"assistant","content":"你好.","delta":true}',
    '{"type":"result","timestamp":"2026-11-21T05:27:11.209Z","status":"success","stats":{"total_tokens":15,"input_tokens":10,"output_tokens":5,"cached":0,"duration_ms":47,"tool_calls":0}}',
  ],
};

/** A program in the tool's place: notes how it was called, then does what the script says. */
async function scripted(script: string) {
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-tool-"));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "tool");
  const notes = `pwd > '${folder}/pwd'; ls -A > '${folder}/files'; env > '${folder}/env'; printf '%s\\n' "$@" > '${folder}/arguments'`;
  await writeFile(file, `#!/bin/sh\n${notes}\n${script}\n`);
  await chmod(file, 0o700);
  return { file, folder, note: (name: string) => readFile(join(folder, name), "utf8") };
}

function printing(output: readonly string[]): string {
  return `cat > "$0.input"\ncat <<'END'\n${output.join("\n")}\nEND`;
}

async function ask(tool: Tool, file: string | null, signal = new AbortController().signal) {
  const source = createToolSource({ kind: "tool", key: tool, name: tool, tool }, "", {
    findTool: async () => file,
    environment: { ...process.env, ANTHROPIC_BASE_URL: "http://own", QUARTERDECK_SECRET: "no", DATABASE_URL: "no" },
  });
  const parts: AnswerPart[] = [];
  const question = {
    system: "Be brief.",
    messages: [{ role: "user" as const, parts: [{ kind: "text" as const, text: "Say 'hello' $HOME `x`" }] }],
    tools: [],
    key: null,
    signal,
  };
  try {
    for await (const part of source.answer(question)) parts.push(part);
    return { parts, error: null };
  } catch (error) {
    return { parts, error };
  }
}

describe.each(["claude", "codex", "gemini"] as const)("%s as a model", (tool) => {
  it("answers from the lines it prints, asked on stdin in an empty folder that goes afterwards", async () => {
    const { file, note } = await scripted(printing(lines[tool]));
    const { parts, error } = await ask(tool, file);
    expect(error).toBeNull();
    const text = parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
    expect(text).toBe("Hello, 你好.");
    expect(parts.at(-1)).toEqual({ kind: "finished", reason: "stop", inputTokens: 10, outputTokens: 5 });
    expect(await note("tool.input")).toBe("Be brief.\n\nSay 'hello' $HOME `x`");
    expect(await note("files")).toBe("");
    await expect(access((await note("pwd")).trim())).rejects.toThrow("ENOENT");
    expect(await note("arguments")).not.toContain("hello");
  });

  it("gets its own account's variables and none of ours", async () => {
    const { file, note } = await scripted(printing(lines[tool]));
    await ask(tool, file);
    const environment = await note("env");
    expect(environment).toContain("PATH=");
    expect(environment).not.toMatch(/QUARTERDECK|DATABASE_URL/);
    expect(environment.includes("ANTHROPIC_BASE_URL")).toBe(tool === "claude");
  });

  it("that ends without an answer is a bad answer, and one that fails says why", async () => {
    const silent = await scripted("cat > /dev/null; exit 0");
    expect((await ask(tool, silent.file)).error).toMatchObject({ code: "MODEL_BAD_ANSWER" });
    const failing = await scripted("echo 'Not logged in, api_key=sk-12345678' >&2; exit 1");
    const { error } = await ask(tool, failing.file);
    expect(error).toMatchObject({ code: "MODEL_AUTH_FAILED" });
    expect(JSON.stringify(error)).not.toContain("sk-12345678");
  });

  it("is ended with what it started when it is stopped", async () => {
    const { file, folder, note } = await scripted(
      'trap \'\' TERM\nsleep 600 &\necho $! > "$0.child"\necho started; mv "$0.child" "$0.pid"\nwait',
    );
    const stop = new AbortController();
    const reason = new AppError("UNAVAILABLE");
    const asking = ask(tool, file, stop.signal);
    await expect
      .poll(() =>
        access(join(folder, "tool.pid")).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    stop.abort(reason);
    expect((await asking).error).toBe(reason);
    const pid = Number(await note("tool.pid"));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it("says that it is not installed, or cannot be started", async () => {
    expect((await ask(tool, null)).error).toMatchObject({ code: "TOOL_NOT_INSTALLED", details: { command: tool } });
    expect((await ask(tool, "/nowhere/tool")).error).toMatchObject({ code: "TOOL_FAILED_TO_START" });
  });
});

it.each([
  {
    tool: "claude",
    output: [
      '{"type":"assistant","error":"authentication_failed","message":{"model":"<synthetic>","content":[{"type":"text","text":"Not logged in"}]}}',
      '{"type":"result","subtype":"success","is_error":true,"result":"Not logged in · Please run /login","usage":{}}',
    ],
    code: "MODEL_AUTH_FAILED",
  },
  {
    tool: "claude",
    output: [
      '{"type":"assistant","error":"server_error","message":{"content":[]}}',
      '{"type":"result","subtype":"success","is_error":true,"result":"API Error: Connection refused (ECONNREFUSED)"}',
    ],
    code: "MODEL_UNAVAILABLE",
  },
  {
    tool: "codex",
    output: ['{"type":"turn.failed","error":{"message":"Missing environment variable: `STANDIN_KEY`."}}'],
    code: "MODEL_AUTH_FAILED",
  },
  {
    tool: "codex",
    output: ['{"type":"turn.failed","error":{"message":"You have hit your usage limit."}}'],
    code: "MODEL_RATE_LIMITED",
  },
  {
    tool: "gemini",
    output: [
      '{"type":"result","status":"error","error":{"type":"Error","message":"models/x is not found: model not found"}}',
    ],
    code: "MODEL_NOT_FOUND",
  },
] as const)("$tool that says $code is understood", async ({ tool, output, code }) => {
  const { file } = await scripted(printing(output));
  expect((await ask(tool, file)).error).toMatchObject({ code });
});

it("ends although something that it left behind holds its pipes open", async () => {
  const { file, note } = await scripted(`setsid sleep 600 >&2 &\necho $! > "$0.pid"\n${printing(lines.claude)}`);
  const { parts, error } = await ask("claude", file);
  process.kill(Number(await note("tool.pid")));
  expect(error).toBeNull();
  expect(parts.at(-1)).toMatchObject({ kind: "finished" });
});

it("ends without an answer although something that it left behind holds its pipes open", async () => {
  const { file, note } = await scripted('setsid sleep 600 > /dev/null &\necho $! > "$0.pid"\nexit 0');
  const { error } = await ask("claude", file);
  process.kill(Number(await note("tool.pid")));
  expect(error).toMatchObject({ code: "MODEL_BAD_ANSWER" });
});

it("is not started where it is stopped while its folder is made", async () => {
  const { file, folder } = await scripted("sleep 600");
  const stop = new AbortController();
  const reason = new AppError("UNAVAILABLE");
  const lines = runTool({ executable: file, arguments: [], environment: {}, input: "", signal: stop.signal });
  const first = lines.next();
  stop.abort(reason);
  await expect(first).rejects.toBe(reason);
  await expect(access(join(folder, "pwd"))).rejects.toThrow("ENOENT");
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
