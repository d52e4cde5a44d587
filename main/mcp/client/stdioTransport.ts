import { type ChildProcess, spawn } from "node:child_process";
import { homedir } from "node:os";
import { StringDecoder } from "node:string_decoder";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { redacted } from "#shared/text/redactText.ts";
import { createLines } from "./lines.ts";
import { endProcessGroup } from "./processGroup.ts";
import { quoted, ServerProblem } from "./serverProblem.ts";

export interface StdioOptions {
  readonly command: string;
  readonly arguments: readonly string[];
  /** Its additions, with the secrets in them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Throws if the value is no message of the protocol. */
  readonly parse: (value: unknown) => JSONRPCMessage;
}

/** The longest message that is taken, and the most that may wait for a server that does not read. */
export const maximumMessageBytes = 16 * 1024 * 1024;
/** Some servers greet on stdout; one that keeps printing is not speaking the protocol. */
const maximumForeignLines = 100;
const keptErrorOutput = 2000;
/** 64 kB each time: a server that floods stderr is slowed down by its own pipe. */
const errorOutputPauseMs = 10;

/** What programs need to run at all, and no more: what else is in our environment is not theirs to know. */
const inherited =
  process.platform === "win32"
    ? ["PATH", "PATHEXT", "SYSTEMROOT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP"]
    : ["PATH", "HOME", "LANG"];

/**
 * A server that runs as a program of ours, in the home folder, leading a process group. Whatever it does wrong ends in `onerror`
 * with a ServerProblem and `onclose`, once each; closing it ends the group.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  readonly #options: StdioOptions;
  #process: ChildProcess | undefined;
  #closing: Promise<void> | undefined;
  #errorOutput = "";
  #foreignLines = 0;
  #hasFailed = false;

  constructor(options: StdioOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { command, arguments: words, environment } = this.#options;
    const base = Object.fromEntries(inherited.flatMap((name) => entryOf(name, process.env[name])));
    const child = spawn(command, [...words], {
      cwd: homedir(),
      env: { ...base, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.once("spawn", resolve);
    child.once("error", (error) => reject(startProblem(error, command)));
    await promise;
    this.#process = child;
    this.#listen(child);
  }

  #listen(child: ChildProcess): void {
    const { environment } = this.#options;
    const lines = createLines(maximumMessageBytes);
    child.stdout?.on("data", (piece: Buffer) => {
      if (this.#closing) return;
      try {
        for (const line of lines.take(piece)) this.#take(line);
      } catch (error) {
        this.#fail(
          error instanceof RangeError
            ? new ServerProblem((texts) => texts.tooLong(maximumMessageBytes / 1024 / 1024), error)
            : error,
        );
      }
    });
    const decoder = new StringDecoder("utf8");
    child.stderr?.on("data", (piece: Buffer) => {
      this.#errorOutput = (this.#errorOutput + decoder.write(piece)).slice(-keptErrorOutput);
      child.stderr?.pause();
      setTimeout(() => child.stderr?.resume(), errorOutputPauseMs).unref();
    });
    // A server that ended while it was written to; that it ended is told below.
    child.stdin?.on("error", () => {});
    // Not "close": that waits for the pipes, which a grandchild may hold open for ever.
    child.once("exit", (code, signal) => {
      const said = quoted(withoutValues(this.#errorOutput, environment));
      this.#fail(
        new ServerProblem((texts) =>
          texts.ended(signal === null ? texts.exitCode(code ?? 0) : texts.signal(signal), said),
        ),
      );
    });
  }

  #take(line: string): void {
    if (this.#closing || line.trim() === "") return;
    let message: JSONRPCMessage;
    try {
      message = this.#options.parse(JSON.parse(line));
    } catch (error) {
      this.#foreignLines += 1;
      if (this.#foreignLines > maximumForeignLines) {
        throw new ServerProblem((texts) => texts.noProtocol, error);
      }
      return;
    }
    this.onmessage?.(message);
  }

  #fail(error: unknown): void {
    if (this.#hasFailed || this.#closing) return;
    this.#hasFailed = true;
    this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    void this.close();
  }

  /** Rejects when the server has ended, or has not read for long. */
  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#process?.stdin;
    if (!stdin?.writable) throw new ServerProblem((texts) => texts.connectionLost);
    if (stdin.writableLength > maximumMessageBytes) throw new ServerProblem((texts) => texts.noAnswer);
    stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Resolves when nothing of its process group is left. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const child = this.#process;
    if (child) {
      child.stdin?.end();
      await endProcessGroup(child);
      child.stdout?.destroy();
      child.stderr?.destroy();
    }
    this.onclose?.();
  }
}

/** Shorter values are words like `true`; a key is longer. */
const secretLength = 8;

/** What a server says without what it was given: some repeat the key that they refuse, and the reason is logged and shown. */
function withoutValues(text: string, given: Readonly<Record<string, string>>): string {
  return Object.values(given)
    .filter(({ length }) => length >= secretLength)
    .reduce((rest, value) => rest.replaceAll(value, redacted), text);
}

function entryOf(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, value]];
}

function startProblem(error: Error, command: string): ServerProblem {
  const isMissing = "code" in error && error.code === "ENOENT";
  return new ServerProblem((texts) => (isMissing ? texts.notFound(command) : texts.notStarted(error.message)), error);
}
