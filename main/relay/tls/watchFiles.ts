import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";

/** Writers that copy a file (certbot, a person) need a moment until it is whole. */
const quietMs = 200;

/**
 * Calls `changed` soon after something happened in the folders of the files: a replaced file, or a link that leads elsewhere now.
 * A folder that cannot be watched (network disks, one that is not there) is left to whoever polls.
 */
export function watchFiles(files: readonly string[], changed: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const touched = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, quietMs).unref();
  };
  const watchers = [...new Set(files.map(dirname))].flatMap((folder): FSWatcher[] => {
    try {
      const watcher = watch(folder, { persistent: false }, touched);
      watcher.on("error", () => watcher.close());
      return [watcher];
    } catch {
      // Not there, or no more watches: the poll sees the change a little later.
      return [];
    }
  });
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
