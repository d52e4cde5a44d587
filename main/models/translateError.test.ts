import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { translateError } from "./translateError.ts";

const origin = { provider: "OpenAI", model: "gpt", key: "sk-secret-key-123" };

const call = (statusCode: number, body: unknown) =>
  Object.assign(new Error("Bad"), { name: "AI_APICallError", statusCode, responseBody: JSON.stringify(body) });

const said = (message: string, code?: string) => ({ error: { message, ...(code ? { code } : {}) } });

describe("translateError", () => {
  it.each([
    ["OpenAI", said("This model's maximum context length is 8192 tokens.", "context_length_exceeded")],
    ["Anthropic", { type: "error", error: { type: "invalid_request_error", message: "prompt is too long: 9 > 8" } }],
    ["Anthropic", said("input length and `max_tokens` exceed context limit: 9 + 9 > 10")],
    ["vLLM", { message: "The prompt is longer than the maximum model length of 4096" }],
    ["llama.cpp", said("the request exceeds the available context size. try increasing the context size")],
    ["LM Studio", { error: "Trying to keep the first 9 tokens when context the overflows" }],
    ["Gemini", said("The input token count (9) exceeds the maximum number of tokens allowed (8).")],
    ["Qwen", said("Range of input length should be [1, 30720]")],
  ])("knows how %s says that a conversation is too long", (_name, body) => {
    expect(translateError(call(400, body), origin)).toMatchObject({ code: "MODEL_TOO_LONG" });
  });

  it("keeps what the provider said, in one line, cut, and without the key", () => {
    const error = translateError(call(400, said(`no ${origin.key}\n${"x".repeat(1000)}`)), origin);
    expect(error).toMatchObject({ code: "MODEL_REFUSED", details: { provider: "OpenAI", status: 400 } });
    const reason = error instanceof AppError ? String(error.details.reason) : "";
    expect(reason).toHaveLength(300);
    expect(reason).toMatch(/^no \[redacted\] x+…$/);
    expect(error instanceof AppError ? error.cause : "").toBeUndefined();
  });

  it.each([
    ["ECONNREFUSED", "MODEL_UNAVAILABLE"],
    ["ENOTFOUND", "MODEL_UNAVAILABLE"],
    ["ECONNRESET", "MODEL_UNAVAILABLE"],
    ["CERT_HAS_EXPIRED", "MODEL_UNAVAILABLE"],
  ])("finds %s however deep it is wrapped", (code, expected) => {
    const socket = Object.assign(new Error("connect"), { code });
    const wrapped = new TypeError("fetch failed", { cause: new Error("outer", { cause: socket }) });
    expect(translateError(wrapped, origin)).toMatchObject({ code: expected, details: { reason: code } });
    expect(translateError(new AggregateError([socket]), origin)).toMatchObject({ code: expected });
  });

  it("tells an error inside a stream by its type or code", () => {
    const told = (error: unknown) => translateError(error, origin);
    expect(told({ message: "slow down", type: "rate_limit_error" })).toMatchObject({ code: "MODEL_RATE_LIMITED" });
    expect(told({ message: "gone", code: 502 })).toMatchObject({ code: "MODEL_UNAVAILABLE" });
    expect(told({ message: "who?", type: "authentication_error" })).toMatchObject({ code: "MODEL_AUTH_FAILED" });
    expect(told({ message: "eh?" })).toMatchObject({ code: "MODEL_BAD_ANSWER" });
  });

  it("does not call a bug temporary: what it does not know comes back as it is", () => {
    for (const bug of [new TypeError("x is undefined"), new RangeError("no"), null, 7, "text"])
      expect(translateError(bug, origin)).toBe(bug);
  });

  it("never shows the key, whatever a provider answers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), fc.string(), fc.string(), (status, before, after) => {
        const error = translateError(call(status, said(`${before}${origin.key}${after}`)), origin);
        expect(error).toBeInstanceOf(AppError);
        expect(JSON.stringify(error)).not.toContain(origin.key);
      }),
    );
  });
});
