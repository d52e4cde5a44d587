import type { ToolCall } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Attention } from "../../attention/contract.ts";
import type { Log } from "../../observability/log.ts";
import type { Tool, ToolBox, ToolCaller } from "../contract.ts";
import { chatText, type Language } from "../texts.ts";
import { orAborted } from "./abortable.ts";
import { checkArguments } from "./checkArguments.ts";

type Permission = "ask" | "allow" | "deny";

export interface ToolRunDeps {
  readonly toolBox: Pick<ToolBox, "tools">;
  readonly attention: Pick<Attention, "raise" | "close" | "outcome">;
  readonly settings: () => {
    readonly toolPermissions: Readonly<Record<string, Permission>>;
    readonly toolTimeoutSeconds: number;
  };
  readonly setToolPermission: (tool: string, permission: Permission) => Promise<void>;
  readonly language: () => Language;
  readonly log: Log;
  readonly now: () => number;
}

export interface ToolRunOptions {
  readonly signal: AbortSignal;
  readonly caller: ToolCaller;
  /** Resolves when the change is on disk. */
  readonly change: (change: Partial<ToolCall>) => Promise<void>;
  /** Not kept: it is worth nothing later. */
  readonly progress: (text: string) => void;
}

/** What a model is given of a result, in UTF-16 units; the contract's limit. */
const resultLength = 100_000;
const progressLength = 500;
/** An attention item's detail takes 16,000. */
const detailLength = 15_000;

/**
 * One tool call from its arguments to its result. Whatever goes wrong is the call's result, told to the model, and the turn goes on;
 * only the turn's own end (`signal`) is thrown, and what fails to be written.
 */
export async function runTool(deps: ToolRunDeps, call: ToolCall, options: ToolRunOptions): Promise<void> {
  const { change } = options;
  const fail = (state: ToolCall["state"], error: string, result: string): Promise<void> =>
    change({ state, error: error.slice(0, 2000), result: cut(result), endedAt: deps.now(), progress: null });
  const tool = deps.toolBox.tools().find(({ name }) => name === call.tool);
  if (!tool) return await fail("failed", "TOOL_NOT_FOUND", `There is no tool called ${call.tool}.`);
  const checked = checkArguments(call.arguments, tool.inputSchema);
  if (!checked.isValid) return await fail("failed", checked.reason, checked.reason);
  if (!(await isAllowed(deps, call, tool, options))) {
    const told = "The user did not allow this tool call. Do not try it again unless they ask for it.";
    return await fail("denied", chatText(deps.language(), "deniedTool"), told);
  }
  await change({ state: "running", startedAt: deps.now() });
  const seconds = deps.settings().toolTimeoutSeconds;
  const timeout = new AbortController();
  const timer = tool.waitsForPerson
    ? undefined
    : setTimeout(() => timeout.abort(new AppError("TIMEOUT")), seconds * 1000);
  try {
    const signal = AbortSignal.any([options.signal, timeout.signal]);
    const running = tool.call(checked.input, {
      signal,
      caller: options.caller,
      onProgress: (text) => options.progress(text.slice(0, progressLength)),
    });
    const { text, isError } = await orAborted(running, signal);
    const result = cut(text);
    if (isError) await fail("failed", firstLine(result), result);
    else await change({ state: "done", result, endedAt: deps.now(), progress: null });
  } catch (error) {
    options.signal.throwIfAborted();
    if (timeout.signal.aborted) {
      const told = `The tool did not answer within ${seconds} s and was cancelled.`;
      return await fail("timed-out", chatText(deps.language(), "timedOutTool", { seconds }), told);
    }
    const reason = reasonOf(error, deps.language());
    if (!(error instanceof AppError))
      deps.log.error("A tool threw what no tool should throw", { tool: tool.name, error });
    await fail("failed", reason, `The tool failed: ${error instanceof AppError ? error.message : "an internal error"}`);
  } finally {
    clearTimeout(timer);
  }
}

async function isAllowed(deps: ToolRunDeps, call: ToolCall, tool: Tool, options: ToolRunOptions): Promise<boolean> {
  const permission = deps.settings().toolPermissions[tool.name] ?? tool.defaultPermission;
  if (permission !== "ask") return permission === "allow";
  const language = deps.language();
  const item = await deps.attention.raise({
    kind: "permission",
    place: { kind: "app" },
    who: options.caller.label,
    tool: tool.name,
    text: chatText(language, "askTool", { tool: tool.name }),
    detail: prettyArguments(call.arguments),
    choices: [
      { id: "allow", label: chatText(language, "allowOnce"), role: "allow" },
      { id: "always", label: chatText(language, "allowAlways"), role: "other" },
      { id: "deny", label: chatText(language, "deny"), role: "deny" },
    ],
  });
  try {
    await options.change({ state: "asking", attention: item.id });
    const outcome = await deps.attention.outcome(item.id, options.signal);
    const choice = outcome.kind === "answered" ? outcome.answer.choice : "deny";
    if (choice === "always") await keepAlways(deps, tool.name);
    return choice === "allow" || choice === "always";
  } catch (error) {
    // Nobody waits for the answer any more, so nobody is to be asked.
    await deps.attention.close(item.id, "went-on");
    throw error;
  }
}

/** The person's answer counts for this call also where it cannot be kept for the next one. */
async function keepAlways({ setToolPermission, log }: ToolRunDeps, tool: string): Promise<void> {
  try {
    await setToolPermission(tool, "allow");
  } catch (error) {
    log.error("A tool's permission could not be kept", { tool, error });
  }
}

function prettyArguments(text: string): string {
  try {
    return withEnd(JSON.stringify(JSON.parse(text === "" ? "{}" : text), null, 2));
  } catch {
    // Not reached for arguments that were checked; shown as they are if it ever is.
    return withEnd(text);
  }
}

/** Beginning and end, with how much is not shown between: nobody may allow what looks whole and goes on unseen. */
function withEnd(text: string): string {
  if (text.length <= detailLength) return text;
  const half = detailLength / 2;
  return `${text.slice(0, half)}\n[… +${text.length - 2 * half} …]\n${text.slice(-half)}`.toWellFormed();
}

function reasonOf(error: unknown, language: Language): string {
  return error instanceof AppError
    ? error.toShape(language).userMessage
    : new AppError("INTERNAL").toShape(language).userMessage;
}

function firstLine(text: string): string {
  return text.slice(0, 500).split("\n", 1)[0] ?? "";
}

function cut(text: string): string {
  const whole = text.toWellFormed();
  if (whole.length <= resultLength) return whole;
  const note = `\n… (cut: ${whole.length} characters in all)`;
  return whole.slice(0, resultLength - note.length).toWellFormed() + note;
}
