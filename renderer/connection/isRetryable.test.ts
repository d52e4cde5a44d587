import { describe, expect, test } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { callError } from "./callOutcome.ts";
import { isRetryable } from "./isRetryable.ts";

describe("whether a failure is worth another try", () => {
  test("is what our own error says of itself", () => {
    expect(isRetryable(new AppError("UNAVAILABLE"))).toBe(true);
    expect(isRetryable(new AppError("FOLDER_NOT_FOUND"))).toBe(false);
  });

  test("is read off the foreign shape { error, error_code, retryable }, the flag first", () => {
    expect(isRetryable({ error: "busy", error_code: "validation", retryable: true })).toBe(true);
    expect(isRetryable({ error: "busy", error_code: "temporary", retryable: false })).toBe(false);
    for (const category of ["temporary", "network", "database"])
      expect(isRetryable({ error: "x", error_code: category })).toBe(true);
    for (const category of ["auth", "validation", "system", "unknown"])
      expect(isRetryable({ error: "x", error_code: category, code: "ECONNRESET" })).toBe(false);
  });

  test("falls back on network codes and HTTP statuses", () => {
    expect(isRetryable({ code: "ECONNABORTED" })).toBe(true);
    expect(isRetryable({ code: "ENOENT" })).toBe(false);
    expect([408, 429, 500, 503].map((status) => isRetryable({ status }))).toEqual([true, true, true, true]);
    expect([400, 401, 404].map((status) => isRetryable({ status }))).toEqual([false, false, false]);
    expect([undefined, null, "temporary", new Error("bug")].map(isRetryable)).toEqual([false, false, false, false]);
  });

  test("is no where a mutation may have happened", () => {
    const lost = new AppError("LINK_CLOSED", { details: { sent: true } });
    expect(isRetryable(callError(lost, ["sessions", "stop"], { id: "x" }))).toBe(false);
    expect(isRetryable(callError(new AppError("TIMEOUT"), ["sessions", "start"], { tool: "shell" }))).toBe(false);
    expect(isRetryable(callError(lost, ["no", "such", "call"], {}))).toBe(false);
  });

  test("is yes where it cannot have happened, or happening twice is the same", () => {
    const lost = new AppError("LINK_CLOSED", { details: { sent: true } });
    const unsent = new AppError("LINK_CLOSED", { details: { sent: false } });
    expect(isRetryable(callError(unsent, ["sessions", "stop"], { id: "x" }))).toBe(true);
    expect(isRetryable(callError(new AppError("RATE_LIMITED"), ["sessions", "stop"], { id: "x" }))).toBe(true);
    expect(isRetryable(callError(lost, ["sessions", "start"], { tool: "shell", idempotencyKey: "0123456789" }))).toBe(
      true,
    );
    expect(isRetryable(callError(lost, ["sessions", "list"], undefined))).toBe(true);
  });
});
