import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { end } from "./processes.ts";

/** A server of another maker that runs for a test. Disposing ends it. */
export interface RunningProgram extends AsyncDisposable {
  /** What it has said so far, for the message of a test that fails. */
  readonly said: () => string;
}

/** The programs of the list that are not installed. */
export function missingPrograms(...names: readonly string[]): string[] {
  return names.filter(
    (name) => spawnSync("/bin/sh", ["-c", 'command -v "$0"', name], { env: environment() }).status !== 0,
  );
}

/** With the folder where Debian keeps servers, which is on root's PATH alone. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
}

export interface ProgramOptions {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Resolves to true once the program does its work; asked again and again. */
  readonly isReady: () => Promise<boolean>;
}

/** Starts a program and waits, at most 30 s, until it is ready. */
export async function startProgram(options: ProgramOptions): Promise<RunningProgram> {
  const child: ChildProcess = spawn(options.program, options.arguments, {
    env: { ...environment(), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const hear = (data: Buffer): void => {
    said = `${said}${data}`.slice(-20_000);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  const ended = new Promise<never>((_resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${options.program} ended with ${code}:\n${said}`)));
  });
  // Ending later, by our own hand, is no failure.
  ended.catch(() => {});
  const deadline = AbortSignal.timeout(30_000);
  const ready = async (): Promise<void> => {
    while (!(await options.isReady().catch(() => false))) {
      if (deadline.aborted) throw new Error(`${options.program} is not ready:\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  try {
    await Promise.race([ready(), ended]);
  } catch (error) {
    await end(child);
    throw error;
  }
  return { said: () => said, [Symbol.asyncDispose]: () => end(child) };
}

/** Ports nobody listens on now, by what they are for: for programs that cannot choose one themselves. */
export async function freePorts<const Names extends readonly string[]>(
  ...names: Names
): Promise<(name: Names[number]) => number> {
  // All at once, so that no port is given twice.
  const servers = await Promise.all(
    names.map(async (name) => {
      const server = createServer();
      await once(server.listen(0, "127.0.0.1"), "listening");
      return { name, server };
    }),
  );
  const ports = new Map<string, number>();
  for (const { name, server } of servers) {
    const address = server.address();
    if (typeof address === "object" && address) ports.set(name, address.port);
    server.close();
  }
  return (name) => {
    const port = ports.get(name);
    if (port === undefined) throw new Error(`No port was found for ${name}`);
    return port;
  };
}
