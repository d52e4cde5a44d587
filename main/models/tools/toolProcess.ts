import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { AppError } from "#shared/errors/appError.ts";

export interface ToolRun {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly input: string;
  readonly signal: AbortSignal;
}

export interface ToolEnd {
  readonly exitCode: number | null;
  /** The last of it. */
  readonly stderr: string;
}

/** A line longer than any message of a tool is no message. */
const maximumLineCharacters = 8_000_000;
const maximumStderrCharacters = 4000;
/** What a tool may need to end after it was asked to. */
const graceMs = 2000;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Runs a program without a shell, in an empty folder of its own that goes with it, and gives its output line by line; returns how it
 * ended. When the signal is aborted, or the reader stops, it is ended with everything it started. Throws TOOL_FAILED_TO_START,
 * MODEL_BAD_ANSWER for a line without end, or the signal's reason.
 */
export async function* runTool(run: ToolRun): AsyncGenerator<string, ToolEnd, void> {
  run.signal.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-model-"));
  try {
    return yield* runIn(folder, run);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function* runIn(folder: string, run: ToolRun): AsyncGenerator<string, ToolEnd, void> {
  // Stopped while the folder was made: a signal that has come already calls nobody.
  run.signal.throwIfAborted();
  const child: Child = spawn(run.executable, run.arguments, {
    cwd: folder,
    env: run.environment,
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own, so that it ends with what it started.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const ended = endOf(child);
  // Awaited below.
  ended.catch(() => {});
  const stop = (): void => {
    kill(child, "SIGTERM");
    // What a tool that takes its time still says is not waited for.
    child.stdout.destroy();
  };
  run.signal.addEventListener("abort", stop, { once: true });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-maximumStderrCharacters);
  });
  // A tool that ends without reading says by its exit what was wrong.
  child.stdin.on("error", () => {});
  child.stdin.end(run.input);
  try {
    yield* linesOf(child.stdout);
    run.signal.throwIfAborted();
    return { exitCode: await ended, stderr };
  } catch (error) {
    run.signal.throwIfAborted();
    throw error;
  } finally {
    run.signal.removeEventListener("abort", stop);
    await finish(child, ended);
  }
}

async function endOf(child: Child): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", (error) => reject(new AppError("TOOL_FAILED_TO_START", { cause: error })));
  child.once("close", (code) => resolve(code));
  // "close" waits for the pipes, which something the tool left behind may hold open for ever.
  child.once("exit", () => setTimeout(() => child.stderr.destroy(), graceMs).unref());
  return await promise;
}

async function* linesOf(output: Readable): AsyncGenerator<string, void, void> {
  let rest = "";
  for await (const chunk of output.setEncoding("utf8")) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maximumLineCharacters)
      throw new AppError("MODEL_BAD_ANSWER", { details: { reason: "a line without end" } });
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** Ends what is left of the group: politely, and after a while for certain. */
async function finish(child: Child, ended: Promise<number | null>): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) kill(child, "SIGTERM");
  const timer = setTimeout(() => kill(child, "SIGKILL"), graceMs);
  try {
    child.stdout.destroy();
    child.stderr.destroy();
    await ended;
  } finally {
    clearTimeout(timer);
    // The tool is gone; a helper it left behind is not wanted either.
    kill(child, "SIGKILL");
  }
}

function kill(child: Child, signal: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // Gone already: what was wanted.
    if (!(error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM"))) throw error;
  }
}
