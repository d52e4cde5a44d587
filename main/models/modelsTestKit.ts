import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import { modelsSettings } from "#shared/configuration/modelSettings.ts";
import { Scope } from "../core/scope.ts";
import { type Log, type LogContext, silentLog } from "../observability/log.ts";
import { openDatabase } from "../storage/openDatabase.ts";
import type { ModelEvent, ModelRequest, Models } from "./contract.ts";
import { createModels, type ModelsDeps } from "./createModels.ts";

type SettingsInput = z.input<typeof modelsSettings>;

export interface ModelsBench extends AsyncDisposable {
  readonly models: Models;
  readonly database: ModelsDeps["database"];
  /** Everything that was logged, as JSON. */
  readonly logged: string[];
  readonly calls: string[];
  readonly budgets: unknown[];
  configure(settings: SettingsInput): void;
  /** All events of an answer, and what it ended with where it failed. */
  ask(request?: Partial<ModelRequest> & { readonly text?: string }): Promise<{ events: ModelEvent[]; error: unknown }>;
}

export const testKey = "sk-test-0123456789-never-shown";

/** Models with everything real but what the options replace. */
export async function openModelsBench(settings: SettingsInput, more: Partial<ModelsDeps> = {}): Promise<ModelsBench> {
  const scope = new Scope();
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-models-"));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  const storage = scope.use(openDatabase({ dataFolder: folder, log: silentLog }));
  const logged: string[] = [];
  const calls: string[] = [];
  const budgets: unknown[] = [];
  let current = modelsSettings.parse(settings);
  const listeners = new Set<() => void>();
  const models = scope.use(
    await createModels({
      database: storage.database,
      log: writingLog(logged),
      settings: {
        current: () => current,
        onChange: (listener) => {
          listeners.add(listener);
          return { [Symbol.dispose]: () => void listeners.delete(listener) };
        },
      },
      resolveSecret: async () => testKey,
      findTool: async () => null,
      onBudget: (...told) => budgets.push(told),
      onCall: (model, code) => calls.push(`${model} ${code}`),
      ...more,
    }),
  );
  return {
    models,
    database: storage.database,
    logged,
    calls,
    budgets,
    configure: (next) => {
      current = modelsSettings.parse(next);
      for (const listener of listeners) listener();
    },
    ask: async ({ text = "Hello", ...request } = {}) => await gather(models, { ...questionOf(text), ...request }),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

export function questionOf(text: string): ModelRequest {
  return {
    model: { purpose: "chat" },
    system: "Be brief.",
    messages: [{ role: "user", parts: [{ kind: "text", text }] }],
    tools: [],
    conversation: "conversation-1",
    signal: new AbortController().signal,
  };
}

async function gather(models: Models, request: ModelRequest): Promise<{ events: ModelEvent[]; error: unknown }> {
  const events: ModelEvent[] = [];
  try {
    for await (const event of models.ask(request)) events.push(event);
    return { events, error: null };
  } catch (error) {
    return { events, error };
  }
}

export function textOf(events: readonly ModelEvent[]): string {
  return events.map((event) => (event.kind === "text" ? event.text : "")).join("");
}

function writingLog(lines: string[], inherited: LogContext = {}): Log {
  const write = (message: string, context: LogContext = {}): void => {
    const { error, ...rest } = { ...inherited, ...context };
    const shownError = error instanceof Error ? { ...error, message: error.message, stack: error.stack } : error;
    lines.push(JSON.stringify({ message, ...rest, error: shownError }));
  };
  return {
    debug: write,
    info: write,
    warn: write,
    error: write,
    child: ({ correlationId, context }) =>
      writingLog(lines, { ...inherited, ...context, ...(correlationId === undefined ? {} : { correlationId }) }),
  };
}

/** One provider of each kind at a stand-in, with an alias of the same key. */
export function serverSettings(url: string, alias: Record<string, unknown> = {}): SettingsInput {
  const common = { baseUrl: `${url}/v1`, apiKey: "secret:test-key" as const };
  return {
    providers: [
      { kind: "openai-compatible", key: "openai", name: "OpenAI", ...common },
      { kind: "anthropic", key: "anthropic", name: "Anthropic", ...common },
    ],
    aliases: [
      { key: "openai", name: "GPT", provider: "openai", model: "gpt-standin", ...alias },
      { key: "anthropic", name: "Claude", provider: "anthropic", model: "claude-standin", ...alias },
    ],
    default: "openai",
  };
}
