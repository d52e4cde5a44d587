import { z } from "zod";
import { AppError } from "#shared/errors/appError.ts";
import type { ErrorCode } from "#shared/errors/errorCatalogue.ts";
import { redactText } from "#shared/text/redactText.ts";
import { networkFailure } from "./networkFailure.ts";
import { retryAfterMs } from "./retryAfter.ts";

export interface ErrorOrigin {
  /** For people. */
  readonly provider: string;
  readonly model: string;
  /** What must not stand in any error. */
  readonly key: string | null;
}

/** A failed HTTP call as the AI SDK throws it. Recognised by its shape: its class lies in a package that is loaded late. */
const callError = z.object({
  name: z.literal("AI_APICallError"),
  message: z.string(),
  statusCode: z.number().optional(),
  responseHeaders: z.record(z.string(), z.string()).optional().catch(undefined),
  responseBody: z.string().optional().catch(undefined),
});

/** An error told inside a stream that began well: `{"error":{"type":"overloaded_error","message":"…"}}`. */
const toldError = z.object({
  message: z.string(),
  type: z.string().nullish().catch(undefined),
  code: z.union([z.string(), z.number()]).nullish().catch(undefined),
});

/** What the SDK throws where the answer's bytes are not what they should be. */
const unreadable = new Set([
  "AI_JSONParseError",
  "AI_TypeValidationError",
  "AI_InvalidResponseDataError",
  "AI_EmptyResponseBodyError",
  "AI_NoContentGeneratedError",
]);

/** The status that an error inside a stream would have had: Anthropic's and OpenAI's types. */
const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  invalid_api_key: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  model_not_found: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  internal_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/**
 * How providers say that a conversation is too long; all of them with a status that means something else as well. OpenAI and DeepSeek,
 * Anthropic (2), vLLM, llama.cpp and Ollama, LM Studio, Gemini, Qwen.
 */
const tooLong = [
  /context_length_exceeded|maximum context length/i,
  /prompt is too long/i,
  /exceeds? (the )?context limit/i,
  /longer than the maximum model length/i,
  /exceeds? the (available )?context (size|length|window)|exceed_context_size/i,
  /context (the )?overflow|greater than the context length/i,
  /input token count .* exceeds/i,
  /range of input length should be/i,
];

/** OpenAI says 429 for an empty account too, which no waiting fills. */
const emptyAccount = /insufficient_quota|exceeded your current quota/i;

const maximumReasonCharacters = 300;

/**
 * What went wrong at a provider, as an error of the catalogue. What is not the provider's doing comes back as it is: a bug of ours is
 * not called temporary. The SDK's error is not kept as the cause: it holds the whole request.
 */
export function translateError(error: unknown, origin: ErrorOrigin): unknown {
  if (error instanceof AppError) return error;
  const call = callError.safeParse(error);
  if (call.success) return fromCall(call.data, error, origin);
  const name = error instanceof Error ? error.name : "";
  if (unreadable.has(name)) return failure("MODEL_BAD_ANSWER", "the answer could not be read", origin);
  if (name === "AI_UnsupportedFunctionalityError" && error instanceof Error)
    return failure("MODEL_REFUSED", error.message, origin);
  if (error instanceof Error) {
    const network = networkFailure(error);
    return network === null ? error : failure("MODEL_UNAVAILABLE", network.reason, origin);
  }
  const told = toldError.safeParse(error);
  return told.success ? fromStream(told.data, origin) : error;
}

function fromCall(call: z.infer<typeof callError>, error: unknown, origin: ErrorOrigin): AppError {
  const status = call.statusCode;
  const network = networkFailure(error);
  if (network?.appError) return network.appError;
  // The headers came, and then the connection ended in the middle.
  if (status === 200) return failure("MODEL_BAD_ANSWER", network?.reason ?? "the answer could not be read", origin);
  // No answer at all, be it for a reason that is not in our list. The SDK's error never goes on: it holds the whole request.
  if (status === undefined) return failure("MODEL_UNAVAILABLE", network?.reason ?? call.message, origin);
  const wait = retryAfterMs(call.responseHeaders ?? {}, Date.now());
  return fromStatus(status, said(call.responseBody) ?? call.message, origin, wait);
}

function fromStream({ message, type, code }: z.infer<typeof toldError>, origin: ErrorOrigin): AppError {
  // OpenRouter and others put the status itself into `code`.
  const told = Number(code);
  const status = Number.isInteger(told) && told >= 400 && told < 600 ? told : statusOfType[String(code)];
  const known = status ?? statusOfType[type ?? ""];
  const words = [message, typeof code === "string" ? code : ""].join(" ").trim();
  return known === undefined ? failure("MODEL_BAD_ANSWER", words, origin) : fromStatus(known, words, origin, null);
}

function fromStatus(status: number, words: string, origin: ErrorOrigin, waitMs: number | null): AppError {
  const make = (code: ErrorCode): AppError => failure(code, words, origin, { status, waitMs });
  if (status === 413 || (status >= 400 && tooLong.some((pattern) => pattern.test(words))))
    return make("MODEL_TOO_LONG");
  if (status === 401 || status === 403) return make("MODEL_AUTH_FAILED");
  if (status === 404) return make("MODEL_NOT_FOUND");
  if (status === 429) return make(emptyAccount.test(words) ? "MODEL_REFUSED" : "MODEL_RATE_LIMITED");
  if (status === 408 || status >= 500) return make("MODEL_UNAVAILABLE");
  if (status >= 300 && status < 400)
    return failure("MODEL_NOT_FOUND", "the address leads elsewhere", origin, { status, waitMs: null });
  return make("MODEL_REFUSED");
}

/** The sentence in an error's body: `{"error":{"message"}}` (OpenAI, Anthropic), `{"error":"…"}` (Ollama), `{"message"}`, `{"detail"}`. */
const sentence = z.union([
  z.object({ error: z.object({ message: z.string(), code: z.unknown().optional() }) }),
  z.object({ error: z.string() }).transform(({ error }) => ({ error: { message: error, code: undefined } })),
  z.object({ message: z.string() }).transform((error) => ({ error: { ...error, code: undefined } })),
  z.object({ detail: z.string() }).transform(({ detail }) => ({ error: { message: detail, code: undefined } })),
]);

function said(body: string | undefined): string | null {
  if (body === undefined) return null;
  try {
    const parsed = sentence.safeParse(JSON.parse(body));
    if (!parsed.success) return null;
    const { message, code } = parsed.data.error;
    return typeof code === "string" && !message.includes(code) ? `${message} (${code})` : message;
  } catch {
    // A proxy's page in HTML says nothing that the status does not.
    return null;
  }
}

function failure(
  code: ErrorCode,
  words: string,
  origin: ErrorOrigin,
  { status, waitMs }: { readonly status?: number; readonly waitMs?: number | null } = {},
): AppError {
  const reason = shown(words, origin.key);
  return new AppError(code, {
    details: {
      provider: origin.provider,
      model: origin.model,
      reason,
      ...(status === undefined ? {} : { status }),
    },
    ...(waitMs === null || waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

/** What a provider said, fit to be shown and logged: one line, cut, without the key that some of them repeat. */
export function shown(words: string, key: string | null): string {
  const without = key === null || key === "" ? words : words.replaceAll(key, "[redacted]");
  const line = redactText(without).replace(/\s+/g, " ").trim();
  return line.length > maximumReasonCharacters ? `${line.slice(0, maximumReasonCharacters - 1)}…` : line;
}
