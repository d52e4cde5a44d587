import { request } from "node:http";
import type { Readable } from "node:stream";

/**
 * `quarterdeck hook <tool> [event] [json]`: asks the running Quarterdeck on behalf of a tool and answers for it. It starts with every hook of a
 * tool, so it loads nothing but Node's own HTTP client.
 */
export interface HookOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface HookClientOptions {
  /** The words behind `hook`. */
  readonly given: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

/** Nobody to ask, nothing to say: the tool goes on and its own prompt works. Whatever goes wrong ends so. */
export const silence: HookOutcome = { stdout: "", stderr: "", exitCode: 0 };

const maximumPayloadBytes = 256 * 1024;
const maximumReplyBytes = 1024 * 1024;
/** A tool that gives its hook an input and never closes it is not waited for longer. */
const inputPatienceMs = 2_000;

/** Resolves when there is an answer, however long a person takes. Never rejects. */
export async function runHook({ given, environment, input, signal }: HookClientOptions): Promise<HookOutcome> {
  const { QUARTERDECK_HOOK_URL: url, QUARTERDECK_HOOK_SECRET: secret } = environment;
  const [tool = "", ...rest] = given;
  if (!url || !secret) return silence;
  // Some tools pass what they have to say as the last argument instead of on stdin.
  const argument = rest.findLast((word) => word.startsWith("{"));
  const [event = null] = rest.filter((word) => word !== argument);
  try {
    const payload = parse(argument ?? (input.isTTY ? "" : await readAll(input, signal)));
    const body = Buffer.from(JSON.stringify({ tool, event, payload }));
    if (body.length > maximumPayloadBytes) return silence;
    return outcomeOf(await post(url, secret, body, signal));
  } catch {
    // Not reachable, the session is over, nonsense on stdin: none of it may become an error in the tool.
    return silence;
  }
}

function parse(text: string): unknown {
  return text.trim() === "" ? null : JSON.parse(text);
}

async function readAll(input: Readable, signal: AbortSignal): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, inputPatienceMs);
  input.on("data", (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > maximumPayloadBytes) reject(new Error("More than a hook may say"));
    else pieces.push(piece);
  });
  input.once("end", resolve).once("error", reject);
  signal.addEventListener("abort", () => reject(new Error("Given up")), { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    input.pause();
  }
  return Buffer.concat(pieces).toString("utf8");
}

function post(url: string, secret: string, body: Buffer, signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = {
    authorization: `Bearer ${secret}`,
    "content-type": "application/json",
    "content-length": body.length,
  };
  // An agent of its own: the global one may be told to use a proxy, and this never leaves the machine.
  const asked = request(url, { method: "POST", headers, agent: false, signal }, (response) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    response.on("data", (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > maximumReplyBytes) asked.destroy(new Error("More than a reply may be"));
      pieces.push(piece);
    });
    response.once("end", () => {
      if (response.statusCode === 200) resolve(Buffer.concat(pieces).toString("utf8"));
      else reject(new Error(`Refused: ${response.statusCode}`));
    });
    response.once("error", reject);
  });
  asked.once("error", reject);
  asked.end(body);
  return promise;
}

function outcomeOf(text: string): HookOutcome {
  const reply: unknown = JSON.parse(text);
  if (typeof reply !== "object" || reply === null) return silence;
  const { stdout, stderr, exitCode } = { ...silence, ...reply };
  if (typeof stdout !== "string" || typeof stderr !== "string" || !Number.isInteger(exitCode)) return silence;
  return { stdout, stderr, exitCode };
}

/** How often it is seen whether the tool is still there: killed, it tells nobody. */
const parentEveryMs = 1_000;

/** Runs as the whole of this process: until there is an answer, or the tool has gone. Answers with the exit code. */
export async function runHookProcess(given: readonly string[]): Promise<number> {
  const gone = new AbortController();
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) gone.abort();
  }, parentEveryMs);
  const end = (): void => gone.abort();
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  for (const name of signals) process.once(name, end);
  try {
    const outcome = await runHook({
      given,
      environment: process.env,
      input: process.stdin,
      signal: gone.signal,
    });
    process.stdout.write(outcome.stdout);
    process.stderr.write(outcome.stderr);
    return outcome.exitCode;
  } finally {
    clearInterval(watch);
    for (const name of signals) process.off(name, end);
    // A terminal or a pipe that stays open would keep the process alive.
    process.stdin.destroy();
  }
}
