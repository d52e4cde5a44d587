import type { z } from "zod";
import { errorShape } from "#shared/errors/appError.ts";

/** What the server at this address answered to a question asked before there is a link. */
export type ServerAnswer<T> =
  | { readonly kind: "answer"; readonly value: T }
  /** The server's own refusal. */
  | { readonly kind: "refusal"; readonly code: string; readonly retryAfterMs?: number }
  /** No answer, or one from something between that could not reach it. */
  | { readonly kind: "unreachable" }
  /** Something answered that does not speak as this server does. */
  | { readonly kind: "unreadable" };

export type AskServer = <Schema extends z.ZodType>(
  path: string,
  body: object,
  schema: Schema,
  options?: { readonly signal?: AbortSignal; readonly withinMs?: number },
) => Promise<ServerAnswer<z.infer<Schema>>>;

const answerWithinMs = 10_000;
const gatewayStatuses: ReadonlySet<number> = new Set([502, 504]);

/** Asks the server this page came from. No cookie or other credential goes along: what proves who asks stands in the body. */
export function createAskServer(fetchFromServer: typeof fetch): AskServer {
  return async (path, body, schema, { signal, withinMs = answerWithinMs } = {}) => {
    const timeout = AbortSignal.timeout(withinMs);
    try {
      const response = await fetchFromServer(path, {
        method: "POST",
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
      if (gatewayStatuses.has(response.status)) return { kind: "unreachable" };
      return read(response.ok, await response.json(), schema);
    } catch (error) {
      // `json` throws a SyntaxError where a page of something else came; all else is the network, or that nobody waits any more.
      return error instanceof SyntaxError ? { kind: "unreadable" } : { kind: "unreachable" };
    }
  };
}

function read<Schema extends z.ZodType>(isOk: boolean, json: unknown, schema: Schema): ServerAnswer<z.infer<Schema>> {
  if (isOk) {
    const parsed = schema.safeParse(json);
    return parsed.success ? { kind: "answer", value: parsed.data } : { kind: "unreadable" };
  }
  const refusal = errorShape.pick({ code: true, retryAfterMs: true }).safeParse(json);
  if (!refusal.success) return { kind: "unreadable" };
  const { code, retryAfterMs } = refusal.data;
  return { kind: "refusal", code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
