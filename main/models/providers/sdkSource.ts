import type { ModelAlias, ModelProvider } from "#shared/configuration/modelSettings.ts";
import { AppError } from "#shared/errors/appError.ts";
import { type AnswerPart, type AnswerSource, maximumAnswerCharacters, type Question } from "../answers/answerSource.ts";
import type { ModelToolCall } from "../contract.ts";
import { translateError } from "../translateError.ts";
import { guardedFetch } from "./guardedFetch.ts";
import { type SdkModel, toPrompt, toTools } from "./prompt.ts";
import { createToolNames } from "./toolNames.ts";

export type ServerProvider = Exclude<ModelProvider, { kind: "tool" }>;
/** The alias as it is asked, overrides included. */
export type AskedModel = Pick<ModelAlias, "model" | "temperature" | "maximumOutputTokens">;

/**
 * A provider's model through the AI SDK's provider packages, without `ai` above them: its `streamText` gathers whole steps and hides
 * what is needed here, the error's headers (Retry-After), a stream that ended without its end, and a malformed chunk. The packages
 * are loaded with the first question: nobody who only runs terminals pays for them.
 */
export function createSdkSource(provider: ServerProvider, asked: AskedModel): AnswerSource {
  let loading: Promise<SdkModel> | undefined;
  return {
    answer: async function* (question) {
      try {
        loading ??= loadModel(provider, asked.model);
        yield* readAnswer(await loading, provider, asked, question);
      } catch (error) {
        question.signal.throwIfAborted();
        throw translateError(error, { provider: provider.name, model: asked.model, key: question.key });
      }
    },
  };
}

async function loadModel(provider: ServerProvider, model: string): Promise<SdkModel> {
  const common = { baseURL: provider.baseUrl, fetch: guardedFetch };
  if (provider.kind === "anthropic") {
    const { createAnthropic } = await import("@ai-sdk/anthropic");
    // A key must be given, or the package takes one from the environment; the call's own header replaces it.
    return createAnthropic({ ...common, apiKey: "given-with-each-call" }).languageModel(model);
  }
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  return createOpenAICompatible({ ...common, name: "provider", includeUsage: true }).chatModel(model);
}

async function* readAnswer(
  model: SdkModel,
  provider: ServerProvider,
  { temperature, maximumOutputTokens }: AskedModel,
  question: Question,
): AsyncGenerator<AnswerPart, void, void> {
  const names = createToolNames(question.tools.map(({ name }) => name));
  const { stream } = await model.doStream({
    prompt: toPrompt(question, names),
    ...(question.tools.length === 0 ? {} : { tools: toTools(question, names) }),
    headers: keyHeader(provider, question.key),
    abortSignal: question.signal,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maximumOutputTokens === undefined ? {} : { maxOutputTokens: maximumOutputTokens }),
  });
  // Told at the end only: of an answer that broke off, or was cut, the package tells calls with half their arguments.
  const calls: ModelToolCall[] = [];
  let characters = 0;
  const count = (text: string): void => {
    characters += text.length;
    if (characters > maximumAnswerCharacters)
      throw new AppError("MODEL_BAD_ANSWER", { details: { provider: provider.name, reason: "endless" } });
  };
  for await (const part of stream) {
    switch (part.type) {
      case "text-delta":
        count(part.delta);
        if (part.delta !== "") yield { kind: "text", text: part.delta };
        break;
      case "reasoning-delta":
        count(part.delta);
        if (part.delta !== "") yield { kind: "reasoning", text: part.delta };
        break;
      case "tool-input-delta":
        count(part.delta);
        yield { kind: "progress" };
        break;
      case "tool-call":
        calls.push({ id: part.toolCallId, tool: names.fromWire(part.toolName), arguments: part.input.trim() || "{}" });
        break;
      case "error":
        throw part.error;
      case "finish":
        yield* endOf(part, calls, provider);
        return;
    }
  }
  throw brokenOff(provider);
}

type FinishPart = Extract<
  Awaited<ReturnType<SdkModel["doStream"]>>["stream"] extends ReadableStream<infer Part> ? Part : never,
  { type: "finish" }
>;

function* endOf(
  { finishReason, usage }: FinishPart,
  calls: readonly ModelToolCall[],
  provider: ServerProvider,
): Generator<AnswerPart, void, void> {
  const tokens = { inputTokens: usage.inputTokens.total ?? 0, outputTokens: usage.outputTokens.total ?? 0 };
  switch (finishReason.unified) {
    case "error":
    case "interrupted":
      throw brokenOff(provider);
    case "length":
      yield { kind: "finished", reason: "length", ...tokens };
      return;
    case "content-filter":
      yield { kind: "finished", reason: "refused", ...tokens };
      return;
    default:
      // Several compatible servers say `stop` beside a call.
      for (const call of calls) yield { kind: "tool-call", call };
      yield { kind: "finished", reason: calls.length > 0 ? "tool-calls" : "stop", ...tokens };
  }
}

function brokenOff(provider: ServerProvider): AppError {
  return new AppError("MODEL_BAD_ANSWER", {
    message: "The stream ended without its end marker.",
    details: { provider: provider.name, reason: "the answer broke off" },
  });
}

export function keyHeader({ kind }: ServerProvider, key: string | null): Record<string, string> {
  if (key === null) return {};
  return kind === "anthropic" ? { "x-api-key": key } : { authorization: `Bearer ${key}` };
}
