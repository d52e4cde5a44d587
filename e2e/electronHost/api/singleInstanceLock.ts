import { mkdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface SecondStart {
  readonly argv: readonly string[];
  readonly folder: string;
}

/**
 * A lock on a folder, held by one living process. `acquire` answers at once, as Electron's does: a lock file made exclusively says
 * who holds it, and a second process leaves its arguments as a file in a folder that the holder watches.
 */
export class SingleInstanceLock {
  private release: (() => void) | undefined;

  acquire(folder: string, start: SecondStart, onSecondStart: (start: SecondStart) => void): boolean {
    if (this.release) return true;
    const lockPath = join(folder, "SingletonLock");
    const inbox = join(folder, "SingletonInbox");
    mkdirSync(inbox, { recursive: true });
    if (!claim(lockPath)) {
      // Written under another name first, so that the holder never reads half a file.
      const path = join(inbox, String(process.pid));
      writeFileSync(`${path}.part`, JSON.stringify(start));
      renameSync(`${path}.part`, `${path}.json`);
      return false;
    }
    const watcher = watch(inbox, (_event, name) => {
      if (!name?.endsWith(".json")) return;
      const start = take(join(inbox, name));
      if (start) onSecondStart(start);
    });
    this.release = () => {
      watcher.close();
      rmSync(lockPath, { force: true });
    };
    return true;
  }

  dispose(): void {
    this.release?.();
    this.release = undefined;
  }
}

function claim(lockPath: string): boolean {
  for (;;) {
    try {
      writeFileSync(lockPath, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    if (isAlive(Number(readFileSync(lockPath, "utf8")))) return false;
    rmSync(lockPath, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

/** Reads and removes a message; several events of the watcher may tell of the same file. */
function take(path: string): SecondStart | undefined {
  try {
    const start: SecondStart = JSON.parse(readFileSync(path, "utf8"));
    rmSync(path);
    return start;
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
