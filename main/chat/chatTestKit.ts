import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToolPermission } from "#shared/configuration/chatSettings.ts";
import type { Model } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { AttentionOutcome, AttentionRequest } from "../attention/contract.ts";
import type { Caller } from "../core/caller.ts";
import type { ModelEvent, ModelRequest, Models } from "../models/contract.ts";
import { type Log, silentLog } from "../observability/log.ts";
import { openDatabase } from "../storage/openDatabase.ts";
import type { Tool } from "./contract.ts";
import { type ChatDeps, createChat } from "./createChat.ts";

export const caller: Caller = {
  kind: "desktop",
  label: "Desktop",
  scopes: ["watch", "steer"],
  credentialId: "desktop",
};

/** What the model does when it is asked: yields its answer. */
export type Script = (request: ModelRequest) => AsyncIterable<ModelEvent>;

export const usage = { inputTokens: 100, outputTokens: 20, cost: 0.5 };
const answering = { kind: "started", model: { key: "main", name: "Main", isFallback: false } } as const;

/** A whole answer in these pieces. */
export async function* say(...pieces: readonly string[]): AsyncGenerator<ModelEvent> {
  yield answering;
  for (const text of pieces) yield { kind: "text", text };
  yield { kind: "finished", reason: "stop", usage };
}

export interface ScriptedCall {
  readonly id: string;
  readonly tool: string;
  readonly arguments?: string;
}

export async function* callTools(...calls: readonly ScriptedCall[]): AsyncGenerator<ModelEvent> {
  yield answering;
  for (const call of calls) yield { kind: "tool-call", call: { arguments: "{}", ...call } };
  yield { kind: "finished", reason: "tool-calls", usage };
}

/** Says the pieces, then nothing more until it is cancelled. */
export async function* hang(...pieces: readonly string[]): AsyncGenerator<ModelEvent> {
  yield answering;
  for (const text of pieces) yield { kind: "text", text };
  await new Promise(() => {});
}

export async function* fail(error: unknown, ...pieces: readonly string[]): AsyncGenerator<ModelEvent> {
  yield answering;
  for (const text of pieces) yield { kind: "text", text };
  throw error;
}

export function model(key: string, values: Partial<Model> = {}): Model {
  return {
    key,
    name: key,
    provider: { key: "stand-in", name: "Stand-in", kind: "openai-compatible" },
    model: key,
    contextTokens: 100_000,
    purposes: [],
    fallback: null,
    state: { kind: "ready" },
    ...values,
  };
}

export function tool(name: string, call: Tool["call"], values: Partial<Tool> = {}): Tool {
  return {
    name,
    server: { key: "app", name: "App" },
    description: `Does ${name}`,
    inputSchema: { type: "object", properties: {} },
    defaultPermission: "allow",
    call,
    ...values,
  };
}

/** Attention whose items wait until the test answers them. */
export function testAttention() {
  const raised: (AttentionRequest & { readonly id: string })[] = [];
  const closed: string[] = [];
  const outcomes = new Map<string, PromiseWithResolvers<AttentionOutcome>>();
  return {
    raised,
    closed,
    answer: (id: string, choice: string) =>
      outcomes.get(id)?.resolve({
        kind: "answered",
        answer: { choice, text: null, by: { kind: "inbox", label: "Desktop" }, at: 1 },
      }),
    raise: async (request: AttentionRequest) => {
      const id = crypto.randomUUID();
      raised.push({ ...request, id });
      outcomes.set(id, Promise.withResolvers());
      return {
        id,
        sequence: raised.length,
        kind: request.kind,
        place: request.place,
        who: request.who,
        tool: request.tool ?? null,
        text: request.text,
        detail: request.detail ?? null,
        choices: [...(request.choices ?? [])],
        acceptsText: false,
        state: "open" as const,
        closedBy: null,
        answer: null,
        createdAt: 1,
        updatedAt: 1,
        deliveries: [],
      };
    },
    close: async (id: string) => {
      closed.push(id);
    },
    outcome: async (id: string, signal: AbortSignal) => {
      const aborted = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => aborted.reject(signal.reason), { once: true });
      const waiting = outcomes.get(id);
      if (!waiting) throw new AppError("ATTENTION_NOT_FOUND");
      return await Promise.race([waiting.promise, aborted.promise]);
    },
  };
}

export interface ChatBenchOptions {
  readonly folder?: string;
  readonly script?: Script;
  readonly models?: readonly Model[];
  readonly modelFor?: Models["modelFor"];
  /** Real models in place of the scripted one. */
  readonly openModels?: (database: ChatDeps["database"]) => Promise<ChatDeps["models"]>;
  readonly tools?: readonly Tool[];
  readonly permissions?: Record<string, ToolPermission>;
  readonly toolTimeoutSeconds?: number;
  readonly log?: Log;
  readonly now?: () => number;
}

/** Chat on a real database in a folder of its own; the model, the tools and attention are the test's. */
export async function openChatBench(options: ChatBenchOptions = {}) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "quarterdeck-chat-")));
  const storage = openDatabase({ dataFolder: folder, log: silentLog });
  const attention = testAttention();
  const requests: ModelRequest[] = [];
  const state = {
    script: options.script ?? (() => say("Hello", " there")),
    models: [...(options.models ?? [model("main")])],
    tools: [...(options.tools ?? [])],
    permissions: { ...options.permissions },
  };
  const chat = await createChat({
    database: storage.database,
    folder: join(folder, "attachments"),
    log: options.log ?? silentLog,
    settings: () => ({
      mcpServers: [],
      presets: [],
      toolPermissions: state.permissions,
      toolTimeoutSeconds: options.toolTimeoutSeconds ?? 30,
    }),
    models: (await options.openModels?.(storage.database)) ?? {
      list: () => state.models,
      modelFor: options.modelFor ?? ((purpose) => (purpose === "chat" ? (state.models[0] ?? null) : null)),
      ask: (request) => {
        requests.push(request);
        return state.script(request);
      },
    },
    toolBox: {
      tools: () => state.tools,
      servers: () => [],
      serverChanges: async function* () {},
      onChange: () => ({ [Symbol.dispose]: () => {} }),
    },
    attention,
    setToolPermission: async (name, permission) => {
      state.permissions[name] = permission;
    },
    language: () => "en",
    ...(options.now ? { now: options.now } : {}),
  });
  const close = async (): Promise<void> => {
    await chat[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
  };
  return {
    chat,
    folder,
    database: storage.database,
    attention,
    requests,
    state,
    close,
    [Symbol.asyncDispose]: async () => {
      await close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

export const newId = (): string => crypto.randomUUID();
