import { spawn } from "node:child_process";

/** A tool prints its version in a line; more than this is something else. */
const maximumOutputBytes = 65_536;
/** Scripts that start a runtime need a second or two on a busy machine; longer is a tool that waits for input. */
const timeoutMilliseconds = 5_000;

/**
 * Runs `executable --version` and gives back the first version-like word it prints; null if there is none, it fails to start,
 * or it takes more than five seconds. Whatever it started is ended with it.
 */
export async function askVersion(
  executable: string,
  environment: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<string | null> {
  const child = spawn(executable, ["--version"], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    // Its own group, so that the runtime a wrapper script started is ended too.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  let output = "";
  const stop = () => endGroup(child.pid, () => child.kill("SIGKILL"));
  const collect = (chunk: Buffer) => {
    output += chunk.toString("utf8");
    if (output.length > maximumOutputBytes) stop();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const timer = setTimeout(stop, timeoutMilliseconds);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  const { promise, resolve } = Promise.withResolvers<void>();
  // A tool that cannot be started (wrong architecture, missing interpreter) has no version; starting it for real says why.
  child.once("error", () => resolve());
  child.once("exit", () => {
    // Descendants that keep the pipes open must not keep us waiting for `close`.
    setImmediate(() => {
      stop();
      child.stdout.destroy();
      child.stderr.destroy();
      resolve();
    });
  });
  await promise;
  clearTimeout(timer);
  signal?.removeEventListener("abort", stop);
  return versionIn(output.slice(0, maximumOutputBytes));
}

/** The first word that looks like a version: two or more numbers with dots, and what may follow them. */
export function versionIn(text: string): string | null {
  const match = /(?<![\w.])v?(\d+(?:\.\d+)+(?:-[0-9A-Za-z.-]+)?)/.exec(text);
  return match?.[1]?.slice(0, 60) ?? null;
}

function endGroup(pid: number | undefined, otherwise: () => void): void {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    otherwise();
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // ESRCH: the group has ended already, which is what we want. EPERM: what is left of it runs as somebody else.
    const isExpected = error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM");
    if (!isExpected) throw error;
  }
}
