import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { atExit } from "../atExit.ts";

/** A host as a process of its own: what it was started with, and the one ready line it printed. */
export interface HostProcess extends AsyncDisposable {
  readonly pid: number;
  readonly startMs: number;
  readonly ready: Readonly<Record<string, unknown>>;
}

const readyTimeoutMs = 20_000;
const exitTimeoutMs = 20_000;

/** Starts a Node program that prints one JSON line when it is ready. Its complaints are shown if it fails. */
export async function startHostProcess(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<HostProcess> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, argv, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  // An orderly end, so that the host ends its sessions too.
  const stray = atExit(() => child.kill("SIGTERM"));
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints = (complaints + chunk.toString("utf8")).slice(-4_000);
  });
  try {
    const line = await firstLine(child);
    const startMs = performance.now() - startedAt;
    const ready: unknown = JSON.parse(line);
    if (child.pid === undefined || typeof ready !== "object" || ready === null)
      throw new Error(`Not a ready line: ${line}`);
    const died = () => process.stderr.write(`The host ended unexpectedly: ${argv.join(" ")}\n${complaints}\n`);
    child.once("exit", died);
    const dispose = async () => {
      child.off("exit", died);
      await end(child);
      stray[Symbol.dispose]();
    };
    return { pid: child.pid, startMs, ready: { ...ready }, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await end(child);
    stray[Symbol.dispose]();
    throw new Error(`The host did not become ready: ${argv.join(" ")}\n${complaints}`, { cause: error });
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error("no ready line in time")), readyTimeoutMs);
  child.once("error", reject);
  child.once("exit", (code, signal) => reject(new Error(`ended with ${code ?? signal}`)));
  if (child.stdout) createInterface({ input: child.stdout }).once("line", resolve);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once("exit", () => resolve());
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), exitTimeoutMs);
  await promise;
  clearTimeout(timer);
}
