import { quoted, ServerProblem } from "./serverProblem.ts";

const requestTimeout = -32_001;
const connectionClosed = -32_000;

/** What went wrong with a server, told by the errors of the SDK and of fetch. */
export function problemOf(error: unknown): ServerProblem {
  if (error instanceof ServerProblem) return error;
  // fetch says "fetch failed" and has the reason as its cause.
  if (error instanceof Error && error.cause instanceof ServerProblem) return error.cause;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === requestTimeout) return new ServerProblem((texts) => texts.noAnswer, error);
  if (code === connectionClosed) return new ServerProblem((texts) => texts.connectionLost, error);
  if (code === 401 || code === 403) return new ServerProblem((texts) => texts.notAllowed, error);
  if (error instanceof TypeError) return new ServerProblem((texts) => texts.unreachable, error);
  const said = quoted(error instanceof Error ? error.message : String(error));
  return new ServerProblem((texts) => texts.protocol(said), error);
}
