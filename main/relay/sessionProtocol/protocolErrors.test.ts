import { expect, it } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { errorCatalogue, isErrorCode } from "#shared/errors/errorCatalogue.ts";
import { failureMessage } from "./protocolErrors.ts";

it("maps every error of the catalogue to a number and a word, with a message of at most 500 characters", () => {
  for (const code of Object.keys(errorCatalogue).filter(isErrorCode)) {
    const error = failureMessage(
      new AppError(code, { message: "m".repeat(5000), details: { tool: "t".repeat(5000) } }),
    );
    expect(error).toMatchObject({ type: "error", code: errorCatalogue[code].status, error_name: code });
    expect(error.code).toBeGreaterThanOrEqual(400);
    expect(error.code).toBeLessThan(600);
    expect(error.message.length).toBeLessThanOrEqual(500);
  }
});

it("says why a program did not start, and names the session of the message", () => {
  const refused = new AppError("TOOL_FAILED_TO_START", { details: { cause: "EACCES" } });
  expect(failureMessage(refused, "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10")).toEqual({
    type: "error",
    message: "Tool execution failed: EACCES",
    code: 500,
    error_name: "TOOL_FAILED_TO_START",
    session_id: "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10",
    error: "EACCES",
    exit_code: null,
  });
});
