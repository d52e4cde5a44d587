/** Where an error comes from, which decides what a person can do about it (reference 3.1 and 3.2). */
export type ErrorCategory = "temporary" | "auth" | "validation" | "system" | "unknown" | "network" | "database";

/** What is fixed about an error code. `status` is the HTTP-style number, also the numeric `code` of the JSON protocol. */
export interface ErrorKind {
  readonly status: number;
  readonly category: ErrorCategory;
  /** Whether the same call may succeed when it is simply made again. */
  readonly retryable: boolean;
  /** What happened, for developers and docs/errors.md. */
  readonly meaning: string;
  /** What to do about it, for docs/errors.md. */
  readonly remedy: string;
}

function kind(
  status: number,
  category: ErrorCategory,
  meaning: string,
  remedy: string,
  options: { retryable?: boolean } = {},
): ErrorKind {
  return { status, category, retryable: options.retryable ?? false, meaning, remedy };
}

/** Every error code of the product. docs/errors.md is generated from this table; the texts for people stand in errorTexts.ts. */
export const errorCatalogue = {
  VALIDATION: kind(
    422,
    "validation",
    "The input does not have the required form.",
    "Correct the fields named in `details`.",
  ),
  INVALID_JSON: kind(400, "validation", "A message was not valid JSON.", "Send one JSON object per message."),
  INVALID_FRAME: kind(
    400,
    "validation",
    "A binary frame was malformed or too large.",
    "Update the client; report it if the client is ours.",
  ),
  UNKNOWN_CALL: kind(404, "validation", "The call does not exist.", "Check the name against /api/docs."),
  UNKNOWN_TOOL: kind(
    400,
    "validation",
    "No tool with this key is in the catalogue.",
    "Choose one of the tools in `details.tools`, or define it in the settings.",
  ),
  FOLDER_NOT_FOUND: kind(400, "validation", "The folder does not exist or is not a folder.", "Choose another folder."),
  UNAUTHENTICATED: kind(
    401,
    "auth",
    "The caller gave no valid credential.",
    "Open a fresh login link, or create a token.",
  ),
  FORBIDDEN: kind(
    403,
    "auth",
    "The caller's permissions do not include this call.",
    "Ask for the permission named in `details.scope`.",
  ),
  FOREIGN_ORIGIN: kind(
    403,
    "auth",
    "The request's Host or Origin is not this server's.",
    "Open the address this server printed.",
  ),
  SESSION_NOT_FOUND: kind(
    404,
    "validation",
    "No session has this id.",
    "Refresh the list; it may have been deleted elsewhere.",
  ),
  SESSION_NOT_RUNNING: kind(409, "validation", "The session is not running.", "Restart it first."),
  SESSION_ALREADY_RUNNING: kind(409, "validation", "The session is running.", "Stop it first."),
  NOT_DRIVER: kind(409, "validation", "Another viewer decides this terminal's size.", "Take over first."),
  NOT_ATTACHED: kind(409, "validation", "This connection has not attached to that terminal.", "Attach first."),
  PHONE_NOT_FOUND: kind(
    404,
    "validation",
    "No paired phone has this id.",
    "Refresh the list; it may have been revoked.",
  ),
  PAIRING_CODE_WRONG: kind(
    403,
    "auth",
    "The pairing code or link is wrong.",
    "Read the code again; after five wrong ones a new one must be made.",
  ),
  PAIRING_ENDED: kind(
    410,
    "validation",
    "The pairing has expired, was used, taken back or rejected.",
    "Begin again at the desktop.",
  ),
  RELAY_OFF: kind(409, "validation", "The listener for phones is not open.", "Turn on `relay.enabled`."),
  CERTIFICATE_INVALID: kind(
    422,
    "validation",
    "The certificate or its key cannot be used.",
    "See `details.reason`; docs/tls.md shows how to check the files.",
  ),
  BLOCKED: kind(403, "auth", "This address is on the block list.", "Remove it from `relay.blockedAddresses`."),
  ATTENTION_NOT_FOUND: kind(
    404,
    "validation",
    "No attention item has this id.",
    "It may be too old; refresh the list.",
  ),
  ATTENTION_CLOSED: kind(
    409,
    "validation",
    "The item has been answered or closed already.",
    "`details.by` says by whom.",
  ),
  MODEL_NOT_CONFIGURED: kind(
    409,
    "validation",
    "No model is configured for this, or the one asked for does not exist.",
    "Add a provider and a model in the settings (docs/models.md).",
  ),
  MODEL_AUTH_FAILED: kind(
    502,
    "auth",
    "The provider refused the key.",
    "Check the secret that `details.provider` refers to, and the account's permissions.",
  ),
  MODEL_NOT_FOUND: kind(
    502,
    "validation",
    "The provider does not know the model or the address.",
    "Check the model's name and the provider's base URL.",
  ),
  MODEL_REFUSED: kind(
    502,
    "validation",
    "The provider rejected the request.",
    "See `details.reason`; it is what the provider said.",
  ),
  MODEL_RATE_LIMITED: kind(
    503,
    "temporary",
    "The provider limits how much it answers.",
    "Wait for `retryAfterMs`, or use another model.",
    { retryable: true },
  ),
  MODEL_UNAVAILABLE: kind(
    503,
    "temporary",
    "The provider does not answer, or fails itself.",
    "Try again later, or configure a fallback.",
    { retryable: true },
  ),
  MODEL_BAD_ANSWER: kind(
    502,
    "temporary",
    "The provider's answer was malformed or broke off.",
    "Try again; if it stays so, check the provider's base URL.",
    { retryable: true },
  ),
  MODEL_TOO_LONG: kind(
    422,
    "validation",
    "The conversation does not fit the model's window.",
    "Shorten the message, or choose a model with a larger window.",
  ),
  BUDGET_EXCEEDED: kind(
    429,
    "validation",
    "The daily budget is used up.",
    "Raise `models.dailyBudget`, or use a model without prices.",
  ),
  CONVERSATION_NOT_FOUND: kind(
    404,
    "validation",
    "No conversation has this id.",
    "Refresh the list; it may have been deleted elsewhere.",
  ),
  MESSAGE_NOT_FOUND: kind(
    404,
    "validation",
    "The conversation has no message with this id.",
    "Refresh the conversation.",
  ),
  CONVERSATION_BUSY: kind(
    409,
    "validation",
    "The conversation is being answered.",
    "Stop the answer, or wait until it has ended.",
  ),
  ATTACHMENT_INVALID: kind(
    422,
    "validation",
    "The attachment is unknown, too large, or of a kind that models cannot read.",
    "See `details.reason`.",
  ),
  TOOL_CALL_FAILED: kind(502, "system", "A tool or MCP server failed.", "See `details.reason` and the server's state."),
  TOO_MANY_SESSIONS: kind(
    429,
    "validation",
    "The limit on running sessions is reached.",
    "Stop a session, or raise `sessions.maximum`.",
  ),
  TOO_MANY_CONNECTIONS: kind(429, "temporary", "The limit on connections is reached.", "Close another window first.", {
    retryable: true,
  }),
  RATE_LIMITED: kind(429, "temporary", "Too many calls in a short time.", "Wait for `retryAfterMs`.", {
    retryable: true,
  }),
  SECRET_NOT_FOUND: kind(
    404,
    "validation",
    "No secret has this name.",
    "Store it with `quarterdeck secret set` and the name in `details.name`, or correct the reference.",
  ),
  TOOL_NOT_INSTALLED: kind(
    500,
    "validation",
    "The tool's executable is not on the PATH.",
    "Install it; `details.install` says how.",
  ),
  TOOL_FAILED_TO_START: kind(500, "system", "The operating system refused to start the tool.", "See `details.cause`."),
  CONFIGURATION_INVALID: kind(
    500,
    "validation",
    "The configuration is not valid.",
    "Correct the keys named in `details.problems`.",
  ),
  DISK_FULL: kind(
    507,
    "system",
    "The disk that holds the data folder is full.",
    "Free some space; nothing acknowledged was lost.",
  ),
  DATABASE_NEWER: kind(
    500,
    "database",
    "The database was written by a newer version of Quarterdeck.",
    "Start that newer version, or name another data folder; the database was not touched.",
  ),
  STORAGE_FAILED: kind(
    500,
    "database",
    "The database or a history file could not be read or written.",
    "See the log; run `quarterdeck doctor`.",
  ),
  KEYCHAIN_FAILED: kind(500, "system", "The keychain did not answer.", "Unlock it, or use the vault file."),
  LINK_CLOSED: kind(
    503,
    "network",
    "The connection ended before the answer came.",
    "It reconnects by itself; check whether the call took effect.",
    { retryable: true },
  ),
  TIMEOUT: kind(504, "temporary", "No answer within the time allowed.", "Try again.", { retryable: true }),
  UNAVAILABLE: kind(503, "temporary", "The service is starting or stopping.", "Try again in a moment.", {
    retryable: true,
  }),
  UNSUPPORTED_HERE: kind(
    501,
    "validation",
    "This call needs a live connection or the desktop app.",
    "Use the app or a socket connection.",
  ),
  INTERNAL: kind(
    500,
    "unknown",
    "Something unexpected went wrong.",
    "Give `details.correlationId` with a report; the log has the rest.",
  ),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Whether a string is one of our codes. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(errorCatalogue, value);
}
