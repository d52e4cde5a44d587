import { AppError } from "#shared/errors/appError.ts";

export interface NetworkFailure {
  readonly kind: "address" | "refused" | "tls" | "broken" | "timeout";
  /** The system's or library's own code: `ECONNREFUSED`. */
  readonly reason: string;
  /** One of ours, thrown inside a stream and wrapped on its way. */
  readonly appError?: AppError;
}

/** Codes of Node's sockets (man 3 errno), its TLS (OpenSSL's X509_V_ERR), and of undici, which is its fetch. */
const kinds: readonly (readonly [RegExp, NetworkFailure["kind"]])[] = [
  [/^(ENOTFOUND|EAI_\w+)$/, "address"],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL)$/, "refused"],
  [/^(CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|EPROTO|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/, "tls"],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, "timeout"],
  [
    /^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED|UND_ERR_DESTROYED|HPE_\w+|ERR_STREAM_PREMATURE_CLOSE)$/,
    "broken",
  ],
];

/** How deep libraries wrap what the socket said. */
const maximumDepth = 8;

/** The failure of the network behind an error, however often it was wrapped; null where there is none. */
export function networkFailure(error: unknown): NetworkFailure | null {
  let current = error;
  for (let depth = 0; depth < maximumDepth && current instanceof Error; depth += 1) {
    if (current instanceof AppError) return { kind: "broken", reason: current.code, appError: current };
    const code = "code" in current ? String(current.code) : "";
    const kind = kinds.find(([pattern]) => pattern.test(code))?.[1];
    if (kind !== undefined) return { kind, reason: code };
    // Several addresses of one name were tried; the first says as much as the others.
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return null;
}
