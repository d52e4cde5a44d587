import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import type { Log } from "../../observability/log.ts";

/** Editors write a file in several steps; after the last one this much quiet is awaited, in milliseconds. */
const quietMs = 100;

/**
 * Tells after one of the files was written, replaced or removed. The folder is watched, since a file that is replaced by a
 * rename takes its own watch with it. All files stand in one folder. Does not keep the process alive.
 */
export function watchFiles(files: readonly string[], log: Log, onChange: () => void): Disposable {
  const [first] = files;
  if (first === undefined) throw new Error("No files to watch");
  const names = new Set(files.map((file) => basename(file)));
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(dirname(first), { persistent: false }, (_event, name) => {
    if (name === null || !names.has(name)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  });
  watcher.on("error", (error) => log.warn("Changes of the configuration file are no longer noticed", { error }));
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
