import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ExplainedError } from "#shared/errors/explainedError.ts";
import { processIdentity } from "./processIdentity.ts";

/** What stands in instance.json: who runs on this data folder, and how the command line reaches it. */
const instance = z.object({
  pid: z.number().int().positive(),
  /** See processIdentity: a number alone may belong to somebody else by now. */
  identity: z.string(),
  /** Null until it listens. */
  url: z.string().nullable(),
  controlToken: z.string(),
  version: z.string(),
  startedAt: z.number(),
});
export type Instance = z.infer<typeof instance>;

/** The data folder is in use by another running instance. */
export class AlreadyRunningError extends ExplainedError {
  readonly instance: Instance;

  constructor(running: Instance, dataFolder: string) {
    const { pid, url } = running;
    super({
      en: `Quarterdeck ${url === null ? "is just starting" : `runs at ${url}`} (process ${pid}) on the data folder ${dataFolder}. Use that one, or give --data-dir another folder.`,
      "zh-CN": `Quarterdeck ${url === null ? "正在启动" : `已在 ${url} 运行`}（进程 ${pid}），数据文件夹为 ${dataFolder}。请使用它，或用 --data-dir 指定其他文件夹。`,
    });
    this.instance = running;
  }
}

export interface InstanceLock extends Disposable {
  /** Tells the command line where to connect. */
  publish(url: string): void;
}

export interface InstanceOptions {
  readonly dataFolder: string;
  readonly controlToken: string;
  readonly version: string;
  readonly now?: () => number;
}

/**
 * Takes the data folder for this process; what a killed process left behind is recognised and replaced. Throws
 * AlreadyRunningError. Disposing gives the folder back.
 */
export function lockInstance({ dataFolder, controlToken, version, now = Date.now }: InstanceOptions): InstanceLock {
  const file = instanceFile(dataFolder);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const own: Instance = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? "",
    url: null,
    controlToken,
    version,
    startedAt: now(),
  };
  for (let attempt = 0; !createExclusively(file, own); attempt += 1) {
    const other = readInstanceFile(file);
    if (other && isAlive(other)) throw new AlreadyRunningError(other, dataFolder);
    // Two that find the same stale file at once: each removes it and tries again, and one of them creates it first.
    if (attempt >= maximumAttempts) throw new Error(`${file} cannot be replaced`);
    removeStale(file, other);
  }
  return {
    publish: (url) => {
      const unfinished = besides(file);
      writeFileSync(unfinished, serialize({ ...own, url }), { mode: 0o600, flag: "wx" });
      renameSync(unfinished, file);
    },
    [Symbol.dispose]: () => {
      if (readInstanceFile(file)?.controlToken === controlToken) rmSync(file, { force: true });
    },
  };
}

/** The instance that runs on a data folder now; null if none does. */
export function findInstance(dataFolder: string): Instance | null {
  const found = readInstanceFile(instanceFile(dataFolder));
  return found && isAlive(found) ? found : null;
}

const maximumAttempts = 20;

function instanceFile(dataFolder: string): string {
  return join(dataFolder, "instance.json");
}

function isAlive({ pid, identity }: Instance): boolean {
  return processIdentity(pid) === identity;
}

/** Makes the file with its whole content, or not at all: a link fails where the name is taken. */
function createExclusively(file: string, content: Instance): boolean {
  const unfinished = besides(file);
  writeFileSync(unfinished, serialize(content), { mode: 0o600, flag: "wx" });
  try {
    linkSync(unfinished, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/**
 * Takes a stale file away by renaming, which only one of several can do. Should it have become somebody's valid one since it was
 * looked at, it is put back.
 */
function removeStale(file: string, seen: Instance | null): void {
  const taken = besides(file);
  try {
    renameSync(file, taken);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  const found = readInstanceFile(taken);
  if (found && found.controlToken !== seen?.controlToken && isAlive(found)) linkSync(taken, file);
  rmSync(taken, { force: true });
}

function readInstanceFile(file: string): Instance | null {
  try {
    return instance.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Not there, or not ours to understand: both mean that nobody can be reached by it.
    return null;
  }
}

function besides(file: string): string {
  return `${file}.${randomBytes(6).toString("hex")}`;
}

function serialize(content: Instance): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
