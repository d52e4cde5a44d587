import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { end } from "./processes.ts";
import { projectFolder } from "./projectFolder.ts";
import { testEnvironment } from "./surroundings.ts";

/** What a headless host says on stdout once it listens. */
const readyLine = z.object({
  event: z.literal("ready"),
  pid: z.number(),
  version: z.string(),
  startMs: z.number(),
  url: z.string(),
  loginUrl: z.string(),
  dataDir: z.string(),
});
type ReadyLine = z.infer<typeof readyLine>;

export interface HeadlessHost extends AsyncDisposable {
  readonly ready: ReadyLine;
  readonly dataFolder: string;
  /** As a crash: nothing is tidied up. Resolves when it is gone. */
  kill(): Promise<void>;
  /** As `systemctl stop` does; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface HeadlessOptions {
  /** Everything of this host lies in it: its data, and the home of what it starts. */
  readonly folder: string;
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the built headless host on any free port and waits until it listens. Starting again in the same folder is a restart. */
export async function startHeadless({
  folder,
  arguments: more = [],
  environment = {},
}: HeadlessOptions): Promise<HeadlessHost> {
  const dataFolder = join(folder, "data");
  const program = join(projectFolder, "dist", "main", "commandLine.js");
  const child = spawn(
    process.execPath,
    [program, "serve", "--json", "--data-dir", dataFolder, "--port", "0", ...more],
    {
      cwd: folder,
      env: { ...(await testEnvironment(folder)), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const said: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  const ready = await new Promise<ReadyLine>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The headless host ended with ${code}:\n${said.join("\n")}`)));
    createInterface({ input: child.stdout }).once("line", (line) => resolve(readyLine.parse(JSON.parse(line))));
  });
  return {
    ready,
    dataFolder,
    kill: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
    stop: async () => await end(child),
    [Symbol.asyncDispose]: async () => await end(child),
  };
}
