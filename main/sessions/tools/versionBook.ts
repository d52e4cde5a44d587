import { realpath, stat } from "node:fs/promises";
import { cpus } from "node:os";

export interface VersionBook extends AsyncDisposable {
  /** What is known of this executable now. Begins to ask, without waiting, where nothing is known. */
  look(executable: string): Promise<{ readonly version: string | null; readonly asked: Promise<void> }>;
  /** Forgets every answer, so that the next look asks again. */
  forget(): void;
}

/**
 * Remembers the versions of executables by path, time and size: replacing the file asks again. At most as many questions run at
 * once as there are processors, because each may start a whole runtime.
 */
export function createVersionBook(
  ask: (executable: string, signal: AbortSignal) => Promise<string | null>,
): VersionBook {
  const abort = new AbortController();
  const entries = new Map<string, { identity: string; version: string | null; asked: Promise<void> }>();
  const running = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let free = Math.max(2, Math.min(4, cpus().length));

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  }

  return {
    async look(executable) {
      const identity = await identityOf(executable);
      if (identity === null) return { version: null, asked: Promise.resolve() };
      const known = entries.get(executable);
      if (known?.identity === identity) return known;
      const entry = { identity, version: known?.version ?? null, asked: Promise.resolve() };
      entries.set(executable, entry);
      entry.asked = inTurn(async () => {
        if (!abort.signal.aborted) entry.version = await ask(executable, abort.signal);
      });
      running.add(entry.asked);
      void entry.asked.finally(() => running.delete(entry.asked));
      return entry;
    },
    forget() {
      entries.clear();
    },
    async [Symbol.asyncDispose]() {
      abort.abort();
      await Promise.all(running);
    },
  };
}

/** What changes when the file is replaced; links are followed, because package managers swap the target. Null if it is gone. */
async function identityOf(executable: string): Promise<string | null> {
  try {
    const target = await realpath(executable);
    const { mtimeMs, size } = await stat(target);
    return `${target}:${mtimeMs}:${size}`;
  } catch (error) {
    // Uninstalled between the search and now.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
