import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { Carried } from "../delivery/courier.ts";

export interface PostRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string | Buffer;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  /** Trusted instead of the system's authorities; for tests. */
  readonly ca?: string | undefined;
  /** How names become addresses; the system's unless told. */
  readonly lookup?: LookupFunction | undefined;
}

export type PostResult =
  | { readonly kind: "answered"; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: "failed"; readonly reason: "timeout" | "certificate" | "unreachable" | "address-not-allowed" };

const defaultTimeoutMs = 10_000;

/** What a lookup fails with for an address that must not be reached. */
export const addressNotAllowed = "ADDRESS_NOT_ALLOWED";

/**
 * Sends one POST and takes the status alone: no redirect is followed, and of the answer's body, which may be endless, nothing is
 * read. `retryAfterMs` is what the other side asks for. Rejects with the signal's reason; every other failure is a result.
 */
export async function post(options: PostRequest): Promise<PostResult> {
  const { body, ca, headers, lookup, signal, timeoutMs = defaultTimeoutMs, url } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const { promise, resolve, reject } = Promise.withResolvers<PostResult>();
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const request = send(url, {
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    signal: AbortSignal.any([signal, timeout]),
    // A connection of its own: nothing stays open after it.
    agent: false,
    ...(ca === undefined ? {} : { ca }),
    ...(lookup === undefined ? {} : { lookup }),
  });
  request.once("response", (response) => {
    // Cutting it off may be reported as an error of its own; all that is wanted has been read.
    response.once("error", () => response.destroy());
    const status = response.statusCode ?? 0;
    resolve({ kind: "answered", status, retryAfterMs: readRetryAfter(response.headers["retry-after"]) });
    request.destroy();
  });
  request.on("error", (error) => {
    if (signal.aborted) reject(signal.reason);
    else resolve({ kind: "failed", reason: timeout.aborted ? "timeout" : reasonOf(error) });
  });
  request.end(body);
  return await promise;
}

/** RFC 9110 10.2.3: seconds or a date. */
function readRetryAfter(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : Math.max(0, time - Date.now());
}

function reasonOf(error: Error): "certificate" | "unreachable" | "address-not-allowed" {
  const code = "code" in error ? String(error.code) : "";
  if (code === addressNotAllowed) return "address-not-allowed";
  return /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code) ? "certificate" : "unreachable";
}

/** What the answer means for the item. Worth another try: no answer, too many requests, a fault of the other side. */
export function carriedBy(result: PostResult, success: "sent" | "delivered"): Carried {
  if (result.kind === "failed") {
    const mayRetry = result.reason === "timeout" || result.reason === "unreachable";
    return { kind: "failed", reason: result.reason, mayRetry, retryAfterMs: null };
  }
  const { retryAfterMs, status } = result;
  if (status >= 200 && status < 300) return { kind: success };
  const mayRetry = status === 408 || status === 429 || status >= 500;
  return { kind: "failed", reason: `http-${status}`, mayRetry, retryAfterMs };
}
