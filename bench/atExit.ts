/**
 * Runs a synchronous clean-up when this process ends, also by a signal that was turned into an exit; disposing takes it back. For
 * what would outlive an interrupted run: child processes and folders.
 */
export function atExit(cleanUp: () => void): Disposable {
  process.on("exit", cleanUp);
  return { [Symbol.dispose]: () => void process.off("exit", cleanUp) };
}
