import type { ModelProvider } from "#shared/configuration/modelSettings.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ErrorCode } from "#shared/errors/errorCatalogue.ts";
import { type AnswerPart, type AnswerSource, maximumAnswerCharacters, type Question } from "../answers/answerSource.ts";
import { shown } from "../translateError.ts";
import { claude } from "./claude.ts";
import { codex } from "./codex.ts";
import { gemini } from "./gemini.ts";
import type { ToolAdapter, ToolTrouble } from "./toolAdapter.ts";
import { runTool, type ToolEnd } from "./toolProcess.ts";
import { transcript } from "./transcript.ts";

export type ToolProvider = Extract<ModelProvider, { kind: "tool" }>;

export interface ToolSourceDeps {
  readonly findTool: (key: string) => Promise<string | null>;
  /** The environment to choose from. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const adapters = { claude, codex, gemini } as const;

/** An installed coding tool as a model: one question, one run, its own account. It gets none of our secrets and calls none of our tools. */
export function createToolSource(provider: ToolProvider, model: string, deps: ToolSourceDeps): AnswerSource {
  const adapter = adapters[provider.tool];
  return { answer: (question) => answer(adapter, provider, model, question, deps) };
}

async function* answer(
  adapter: ToolAdapter,
  provider: ToolProvider,
  model: string,
  question: Question,
  { findTool, environment = process.env }: ToolSourceDeps,
): AsyncGenerator<AnswerPart, void, void> {
  const executable = await findTool(adapter.key);
  if (executable === null)
    throw new AppError("TOOL_NOT_INSTALLED", { details: { name: provider.name, command: adapter.key } });
  const lines = runTool({
    executable,
    arguments: adapter.arguments(model),
    environment: environmentFor(adapter, environment),
    input: transcript(question),
    signal: question.signal,
  });
  const read = adapter.createReader();
  const details = { provider: provider.name, model };
  let characters = 0;
  try {
    let next = await lines.next();
    for (; !next.done; next = await lines.next()) {
      characters += next.value.length;
      if (characters > 4 * maximumAnswerCharacters)
        throw new AppError("MODEL_BAD_ANSWER", { details: { ...details, reason: "endless" } });
      for (const part of read(parse(next.value))) {
        if (part.kind === "failed") throw failure(part.trouble, part.words, details);
        yield part;
        if (part.kind === "finished") return;
      }
    }
    throw endedEarly(adapter, next.value, details);
  } finally {
    await lines.return({ exitCode: null, stderr: "" });
  }
}

/** What every program needs to find its home, its files, its language and its way out; none of ours. */
const always =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TMPDIR|TMP|TEMP|XDG_\w+|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|SystemRoot|SystemDrive|USERPROFILE|APPDATA|LOCALAPPDATA|ComSpec|PATHEXT|(https?|no|all)_proxy|(HTTPS?|NO|ALL)_PROXY)$/;

/** What the tool is given of our environment. */
export function environmentOf(tool: keyof typeof adapters): Record<string, string> {
  return environmentFor(adapters[tool], process.env);
}

function environmentFor(
  { environment, inherits }: ToolAdapter,
  from: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const [name, value] of Object.entries(from))
    if (value !== undefined && (always.test(name) || inherits.test(name))) chosen[name] = value;
  // Colours and boxes are for terminals.
  return { ...chosen, NO_COLOR: "1", TERM: "dumb", ...environment };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Tools print warnings between their lines.
    return null;
  }
}

const codes: Readonly<Record<ToolTrouble, ErrorCode>> = {
  auth: "MODEL_AUTH_FAILED",
  limit: "MODEL_RATE_LIMITED",
  server: "MODEL_UNAVAILABLE",
  model: "MODEL_NOT_FOUND",
  refused: "MODEL_REFUSED",
  unknown: "MODEL_REFUSED",
};

function failure(trouble: ToolTrouble, words: string, details: Readonly<Record<string, unknown>>): AppError {
  const tooLong = /prompt is too long|context (window|length)/i.test(words);
  return new AppError(tooLong ? "MODEL_TOO_LONG" : codes[trouble], {
    details: { ...details, reason: shown(words, null) },
  });
}

function endedEarly(
  adapter: ToolAdapter,
  { exitCode, stderr }: ToolEnd,
  details: Readonly<Record<string, unknown>>,
): AppError {
  const words = shown(stderr, null);
  if (exitCode === 0 || (exitCode === null && words === ""))
    return new AppError("MODEL_BAD_ANSWER", { details: { ...details, reason: "it ended without an answer" } });
  return failure(adapter.troubleOf(exitCode, stderr), words || `it ended with exit code ${exitCode}`, details);
}
