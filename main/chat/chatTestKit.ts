import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToolPermission } from "#shared/configuration/chatSettings.ts";
import type { ConversationEvent, Message } from "#shared/contract/chat.ts";
import type { Model } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { AttentionOutcome, AttentionRequest } from "../attention/contract.ts";
import type { Caller } from "../core/caller.ts";
import type { ModelEvent, ModelRequest, Models } from "../models/contract.ts";
import { type Log, silentLog } from "../observability/log.ts";
import { openDatabase } from "../storage/openDatabase.ts";
import type { Chat, Tool } from "./contract.ts";
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

/** The conversation as a client has it that follows and applies each event; throws where an event does not fit. */
export class Follower implements AsyncDisposable {
  messages: Message[] = [];
  conversation: Extract<ConversationEvent, { kind: "snapshot" }>["conversation"] | null = null;
  isDeleted = false;
  readonly events: ConversationEvent[] = [];
  readonly #abort = new AbortController();
  readonly #done: Promise<void>;
  #waiting: { readonly condition: (follower: Follower) => boolean; readonly resolve: () => void }[] = [];
  #failure: unknown = null;

  constructor(chat: Chat, id: string) {
    this.#done = this.#run(chat, id).catch((error: unknown) => {
      this.#failure = error;
      this.#check();
    });
  }

  get answer(): Message | undefined {
    return this.messages.findLast(({ role }) => role === "assistant");
  }

  get text(): string {
    return textIn(this.answer);
  }

  async until(condition: (follower: Follower) => boolean): Promise<this> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ condition, resolve });
    this.#check();
    await promise;
    if (this.#failure) throw this.#failure;
    return this;
  }

  /** Waits until the answer, of which there is one more than before the question, has ended. */
  async ended(): Promise<Message> {
    const isOver = ({ messages }: Follower): boolean => {
      const last = messages.at(-1);
      return last?.role === "assistant" && last.state !== "streaming";
    };
    await this.until(isOver);
    const answer = this.messages.at(-1);
    if (!answer) throw new Error("There is no answer");
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#done;
  }

  async #run(chat: Chat, id: string): Promise<void> {
    for await (const event of chat.follow({ id }, this.#abort.signal)) {
      this.events.push(event);
      this.#apply(event);
      this.#check();
    }
  }

  #apply(event: ConversationEvent): void {
    if (event.kind === "snapshot" || event.kind === "path") this.messages = event.messages;
    if (event.kind === "snapshot" || event.kind === "conversation") this.conversation = event.conversation;
    if (event.kind === "deleted") this.isDeleted = true;
    if (event.kind === "message") {
      const index = this.messages.findIndex(({ id }) => id === event.message.id);
      this.messages = index < 0 ? [...this.messages, event.message] : this.messages.with(index, event.message);
    }
    if (event.kind !== "text") return;
    const index = this.messages.findIndex(({ id }) => id === event.message);
    const message = this.messages[index];
    if (!message) throw new Error("Text for a message that is not shown");
    const part = message.parts[event.part] ?? { kind: event.partKind, text: "" };
    if (part.kind !== event.partKind) throw new Error("Text of another kind than its part");
    if (part.text.length !== event.from) throw new Error(`Text from ${event.from} where ${part.text.length} is known`);
    const parts = [...message.parts];
    parts[event.part] = { kind: event.partKind, text: part.text + event.text };
    this.messages = this.messages.with(index, { ...message, parts });
  }

  #check(): void {
    this.#waiting = this.#waiting.filter(({ condition, resolve }) => {
      if (this.#failure === null && !condition(this)) return true;
      resolve();
      return false;
    });
  }
}

export function textIn(message: Message | undefined): string {
  return (message?.parts ?? []).flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("|");
}
