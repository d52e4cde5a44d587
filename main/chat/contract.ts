import type { AnySchema, ContractRouterClient, InferContractRouterOutputs, InferSchemaOutput } from "@orpc/contract";
import type { ToolPermission } from "#shared/configuration/chatSettings.ts";
import type {
  ChatTool,
  ConversationEvent,
  ConversationsEvent,
  chatContract,
  McpServerState,
} from "#shared/contract/chat.ts";
import type { Caller } from "../core/caller.ts";

type Contract = typeof chatContract;
/** As they are after parsing, what was left out filled in. */
type Inputs = {
  readonly [Name in keyof Contract]: Contract[Name]["~orpc"] extends { readonly inputSchema?: infer Schema }
    ? InferSchemaOutput<Extract<Schema, AnySchema>>
    : never;
};
type Outputs = InferContractRouterOutputs<typeof chatContract>;
type Streams = "changes" | "follow" | "servers" | "tools";

/** The calls of shared/contract/chat.ts that answer once; they throw the AppErrors declared there. */
type Calls = {
  readonly [Name in Exclude<keyof ContractRouterClient<typeof chatContract>, Streams>]: (
    input: Inputs[Name],
    caller: Caller,
  ) => Promise<Outputs[Name]>;
};

/** Conversations with models. What was acknowledged or shown survives kill -9. */
export interface Chat extends Calls, AsyncDisposable {
  changes(signal?: AbortSignal): AsyncIterable<ConversationsEvent>;
  follow(input: Inputs["follow"], signal?: AbortSignal): AsyncIterable<ConversationEvent>;
  tools(): ChatTool[];
  servers(signal?: AbortSignal): AsyncIterable<McpServerState[]>;
}

/** A tool that a model may call, of the app itself or of an MCP server. */
export interface Tool {
  /** `app.list_sessions`, `github.create_issue`. */
  readonly name: string;
  readonly server: { readonly key: string; readonly name: string };
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** Where the user has set none. */
  readonly defaultPermission: ToolPermission;
  /** True where it asks a person: then it takes as long as they do, and no time limit ends it. */
  readonly waitsForPerson?: boolean;
  /** Arguments are checked against the schema before. Rejects with an AppError; `isError` is the tool's own failure, told to the model. */
  call(
    input: Readonly<Record<string, unknown>>,
    options: { readonly signal: AbortSignal; readonly onProgress: (text: string) => void; readonly caller: ToolCaller },
  ): Promise<{ readonly text: string; readonly isError: boolean }>;
}

/** On whose behalf a tool runs. */
export interface ToolCaller {
  /** For people: the conversation's title, or the name of the MCP client. */
  readonly label: string;
  readonly conversation: string | null;
  /** The session a tool works in that asks, where it says so: what it asks is shown there. */
  readonly session?: string;
}

/** Every tool there is now, and the MCP servers behind some of them. */
export interface ToolBox extends AsyncDisposable {
  tools(): readonly Tool[];
  onChange(listener: () => void): Disposable;
  servers(): McpServerState[];
  serverChanges(signal?: AbortSignal): AsyncIterable<McpServerState[]>;
}
