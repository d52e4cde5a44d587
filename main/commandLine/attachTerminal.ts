import { writeSync } from "node:fs";

/** The person's own terminal while attach has it. Disposing gives it back as it was. */
export interface LocalTerminal extends Disposable {
  readonly columns: number;
  readonly rows: number;
  /** Queues text; false while the terminal takes no more: then wait for `drained`. */
  write(text: string): boolean;
  drained(): Promise<void>;
  onInput(listener: (bytes: Uint8Array) => void): void;
  onResize(listener: () => void): void;
  /** The terminal is gone (its window was closed). */
  onLost(listener: () => void): void;
}

/** Keeps the title, goes to the alternate screen, clears it. */
const enter = "\x1b[22;0t\x1b[?1049h\x1b[2J\x1b[H";
/** Everything that may have been switched on, off again; then back to the person's own screen and title. */
const leave = [
  ...["\x1b[?2026l", "\x1b[?1000l", "\x1b[?1002l", "\x1b[?1003l", "\x1b[?1004l", "\x1b[?1006l", "\x1b[?1016l"],
  ...["\x1b[?2004l", "\x1b[?1l", "\x1b>", "\x1b[0 q", "\x1b[0m", "\x1b[?25h", "\x1b[?1049l", "\x1b[23;0t"],
].join("");

/** Takes the terminal over: raw keys, the alternate screen. It is given back even if the process ends by an unforeseen error. */
export function takeTerminal(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream & { readonly fd: number },
): LocalTerminal {
  const restore = () => {
    if (input.isRaw) input.setRawMode(false);
    try {
      // Synchronous, because the process may be about to end; what was queued before has been written or does not matter.
      writeSync(output.fd, leave);
    } catch (error) {
      // EIO: the terminal is gone. EAGAIN: it takes nothing more, so nobody is looking at it.
      if (!(error instanceof Error && "code" in error && (error.code === "EIO" || error.code === "EAGAIN")))
        throw error;
    }
  };
  process.once("exit", restore);
  input.setRawMode(true);
  output.write(enter);
  const cleanUps: (() => void)[] = [];
  const listen = (target: NodeJS.EventEmitter, event: string, listener: (value: Buffer) => void) => {
    target.on(event, listener);
    cleanUps.push(() => target.off(event, listener));
  };
  return {
    get columns() {
      return output.columns || 80;
    },
    get rows() {
      return output.rows || 24;
    },
    write: (text) => output.write(text),
    drained: () => new Promise((resolve) => (output.writableNeedDrain ? output.once("drain", resolve) : resolve())),
    onInput: (listener) => listen(input, "data", listener),
    onResize: (listener) => listen(output, "resize", listener),
    onLost(listener) {
      listen(input, "end", listener);
      listen(input, "error", listener);
      listen(output, "error", listener);
    },
    [Symbol.dispose]() {
      for (const cleanUp of cleanUps) cleanUp();
      process.off("exit", restore);
      restore();
      input.pause();
    },
  };
}
