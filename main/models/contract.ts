import type { ModelAlias, ModelPurpose } from "#shared/configuration/modelSettings.ts";
import type { Model, ModelOffer, ModelTest, Usage, UsageReport } from "#shared/contract/models.ts";
import type { AppError } from "#shared/errors/appError.ts";

/** What a model is given: whole turns, in order. Images are data; texts of files are put into the text by who asks. */
export type ModelMessage =
  | { readonly role: "user"; readonly parts: readonly ModelInput[] }
  | { readonly role: "assistant"; readonly text: string; readonly toolCalls: readonly ModelToolCall[] }
  | { readonly role: "tool"; readonly results: readonly ModelToolResult[] };

export type ModelInput =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly mediaType: string; readonly data: Uint8Array };

export interface ModelToolCall {
  readonly id: string;
  readonly tool: string;
  /** JSON text, as the model wrote it; not valid for certain. */
  readonly arguments: string;
}

export interface ModelToolResult {
  readonly id: string;
  readonly tool: string;
  readonly text: string;
  readonly isError: boolean;
}

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** What one use changes of an alias: a summary is short, an intent has no whims. */
export type ModelOverrides = Partial<Pick<ModelAlias, "temperature" | "maximumOutputTokens" | "timeoutSeconds">>;

export interface ModelRequest {
  /** An alias by its key, or what it is for. */
  readonly model: { readonly key: string } | { readonly purpose: ModelPurpose };
  readonly overrides?: ModelOverrides;
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** Whose usage it is; null for background work. */
  readonly conversation: string | null;
  readonly signal: AbortSignal;
}

/** What comes back, in order: `started` again whenever another attempt or the fallback begins (then nothing was told before), one `finished` last. */
export type ModelEvent =
  | {
      readonly kind: "started";
      readonly model: { readonly key: string; readonly name: string; readonly isFallback: boolean };
    }
  | {
      readonly kind: "retrying";
      readonly attempt: number;
      readonly attempts: number;
      readonly nextAt: number;
      readonly error: AppError;
    }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  | { readonly kind: "tool-call"; readonly call: ModelToolCall }
  | {
      readonly kind: "finished";
      readonly reason: "stop" | "tool-calls" | "length" | "refused";
      readonly usage: Usage;
    };

/** The models of the configuration, shared by everybody who asks; one place that retries, breaks circuits, falls back and counts. */
export interface Models extends AsyncDisposable {
  list(): Model[];
  changes(signal?: AbortSignal): AsyncIterable<Model[]>;
  test(key: string, signal?: AbortSignal): Promise<ModelTest>;
  discover(signal?: AbortSignal): Promise<ModelOffer[]>;
  usage(days: number): Promise<UsageReport>;
  /** The model that answers for a purpose; null where nothing is configured. */
  modelFor(purpose: ModelPurpose): Model | null;
  /**
   * One answer of a model. Once text has come nothing is retried: an answer that breaks off throws. Throws MODEL_NOT_CONFIGURED,
   * MODEL_AUTH_FAILED, MODEL_NOT_FOUND, MODEL_RATE_LIMITED, MODEL_UNAVAILABLE, MODEL_BAD_ANSWER, MODEL_TOO_LONG, BUDGET_EXCEEDED,
   * TIMEOUT, or the signal's reason.
   */
  ask(request: ModelRequest): AsyncIterable<ModelEvent>;
}
