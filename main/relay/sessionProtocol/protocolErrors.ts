import type { AppError } from "#shared/errors/appError.ts";
import { truncate } from "#shared/text/truncate.ts";
import type { MessageProblem } from "./messages.ts";

/** An error as this protocol sends it: `code` is a number, `error_name` a word for programs; context fields stand beside them. */
export interface ErrorMessage {
  readonly type: "error";
  readonly message: string;
  readonly code: number;
  readonly error_name: string;
  readonly [context: string]: unknown;
}

type Context = Readonly<Record<string, unknown>>;

const maximumMessageLength = 500;

/** What a client is told of a frame that is no message of ours. */
export function problemMessage(problem: MessageProblem): ErrorMessage {
  switch (problem.kind) {
    case "invalid-json":
      return build(400, "INVALID_JSON", "Invalid JSON format");
    case "unknown-type":
      return build(400, "INVALID_MESSAGE_TYPE", `Unknown message type: ${problem.messageType}`, {
        message_type: problem.messageType,
      });
    case "missing-field":
      return build(400, "MISSING_FIELD", `Missing required field: ${problem.field}`, { field: problem.field });
    case "invalid-session-id":
      return build(400, "INVALID_SESSION_ID", `Invalid session_id: ${problem.sessionId}`, {
        session_id: problem.sessionId,
      });
    case "invalid-field":
      return build(422, "VALIDATION", `${problem.field}: ${problem.reason}`, { field: problem.field });
  }
}

/** What a client is told of a call that failed. `sessionId` is the session its message named. */
export function failureMessage(error: AppError, sessionId?: string): ErrorMessage {
  const { message, context } = explain(error);
  return build(error.status, error.code, message, {
    ...(sessionId === undefined ? {} : { session_id: sessionId }),
    ...context,
    ...(error.retryAfterMs === undefined ? {} : { retry_after_ms: error.retryAfterMs }),
  });
}

function explain(error: AppError): { readonly message: string; readonly context: Context } {
  const { code, details, message } = error;
  const tool = details.tool;
  switch (code) {
    case "UNKNOWN_TOOL":
      return { message: `Invalid tool_name: ${tool}`, context: { tool_name: tool, valid_tools: details.tools } };
    case "TOOL_NOT_INSTALLED":
      return toolFailure(tool, `executable not found: ${details.command}`);
    case "TOOL_FAILED_TO_START":
      return toolFailure(tool, String(details.cause ?? message));
    case "TOO_MANY_SESSIONS":
      return exceeded("sessions", details, "max_sessions");
    case "TOO_MANY_CONNECTIONS":
      return exceeded("connections", details, "max_connections");
    case "RATE_LIMITED":
      return {
        message: `Rate limit exceeded${details.limit === undefined ? "" : `: ${details.limit} requests`}`,
        context: { limit: details.limit },
      };
    case "UNAUTHENTICATED":
      return { message: `Authentication failed: ${message}`, context: {} };
    case "FORBIDDEN":
      return { message: `This needs the permission "${details.scope}".`, context: { scope: details.scope } };
    case "INTERNAL":
      return { message, context: { correlation_id: details.correlationId } };
    default:
      return { message, context: {} };
  }
}

function toolFailure(tool: unknown, cause: string) {
  const name = tool === undefined ? {} : { tool_name: tool };
  return {
    message: `Tool execution failed: ${cause}`,
    context: { ...name, error: truncate(cause, maximumMessageLength), exit_code: null },
  };
}

function exceeded(what: string, { current, limit }: Context, limitName: string) {
  return { message: `Maximum ${what} exceeded: ${current}/${limit}`, context: { current, [limitName]: limit } };
}

function build(code: number, name: string, message: string, context: Context = {}): ErrorMessage {
  return { ...context, type: "error", message: truncate(message, maximumMessageLength), code, error_name: name };
}
