import { write as writeToDescriptor } from "node:fs";
import * as nodePty from "node-pty";
import { AppError } from "#shared/errors/appError.ts";

export interface PtyOptions {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
}

export interface PtyExit {
  readonly exitCode: number;
  /** The number of the signal that ended the process, or 0. */
  readonly signal: number;
}

/** A program in a pseudo-terminal. It leads its own session and process group: `pid` is the number of both. */
export interface Pty {
  readonly pid: number;
  /** Queues input. False, and nothing is taken, when the program has not read what was typed before (more than 1 MiB waits). */
  write(bytes: Uint8Array): boolean;
  resize(columns: number, rows: number): void;
  /** Stops reading: the program blocks once the kernel's buffer is full. */
  pause(): void;
  resume(): void;
}

export interface PtyListeners {
  onData(bytes: Uint8Array): void;
  /** After the last byte was handed to `onData`. */
  onExit(exit: PtyExit): void;
}

/** What node-pty's Unix terminal has beyond its types; its version is pinned and pty.test.ts fails if this changes. */
interface UnixInternals {
  readonly fd: number;
  readonly _socket: {
    isPaused(): boolean;
    resume(): void;
    destroy(): void;
    once(event: "close", listener: () => void): void;
    on(event: "data", listener: () => void): void;
  };
}

/** Output that is still in the kernel when the program ends is a few kilobytes; reading it takes no longer than this. */
const drainTimeMs = 5_000;
/** It comes in pieces of 4 KB, each handed on by the kernel at once when the one before was read. */
const drainQuietMs = 20;

/** Starts a program. Throws TOOL_FAILED_TO_START if the operating system refuses. */
export function startPty(options: PtyOptions, listeners: PtyListeners): Pty {
  const terminal = spawn(options);
  terminal.onData((data: string | Uint8Array) => listeners.onData(typeof data === "string" ? Buffer.from(data) : data));
  terminal.onExit(({ exitCode, signal }) => listeners.onExit({ exitCode, signal: signal ?? 0 }));
  const input = process.platform === "win32" ? windowsInput(terminal) : unixInput(internals(terminal).fd);
  let isOpen = true;
  const close = (): void => {
    isOpen = false;
    input.close();
  };
  terminal.onExit(close);
  if (process.platform !== "win32") {
    drainBeforeDestroy(internals(terminal));
    // The descriptor is closed before the exit is told; its number may soon be another file's.
    internals(terminal)._socket.once("close", close);
  }
  return {
    pid: terminal.pid,
    write: input.write,
    resize: (columns, rows) => {
      if (isOpen) resizeUnlessEnded(terminal, columns, rows);
    },
    pause: () => terminal.pause(),
    resume: () => terminal.resume(),
  };
}

/** A program may end between two of our events: then there is nothing left to resize. */
function resizeUnlessEnded(terminal: nodePty.IPty, columns: number, rows: number): void {
  try {
    terminal.resize(columns, rows);
  } catch (error) {
    if (!/EBADF|ENOTTY/.test(String(error))) throw error;
  }
}

function spawn(options: PtyOptions): nodePty.IPty {
  try {
    return nodePty.spawn(options.executable, [...options.arguments], {
      name: options.environment.TERM ?? "xterm-256color",
      cols: options.columns,
      rows: options.rows,
      cwd: options.folder,
      env: { ...options.environment },
      encoding: null,
    });
  } catch (error) {
    throw new AppError("TOOL_FAILED_TO_START", {
      details: { name: options.executable, cause: String(error) },
      cause: error,
    });
  }
}

function internals(terminal: nodePty.IPty): UnixInternals {
  return terminal as unknown as UnixInternals;
}

/**
 * node-pty destroys its socket 200 ms after the program ended, read or not: output that waits because reading was paused, or because
 * we were busy, would be lost. So the destroying waits until nothing more comes. The end of the terminal itself is no sign of that:
 * whatever the program left running keeps it open.
 */
function drainBeforeDestroy(terminal: UnixInternals): void {
  const socket = terminal._socket;
  const destroy = socket.destroy.bind(socket);
  socket.destroy = () => {
    const deadline = performance.now() + drainTimeMs;
    let isQuiet = false;
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      isQuiet = !socket.isPaused();
      // Timers come before reading: only what comes after the reading of the same turn knows that nothing was there.
      timer = setTimeout(() => setImmediate(next), drainQuietMs);
    };
    const next = (): void => {
      if (isQuiet || performance.now() >= deadline) destroy();
      else wait();
    };
    socket.on("data", () => (isQuiet = false));
    socket.once("close", () => clearTimeout(timer));
    socket.resume();
    wait();
  };
}

interface Input {
  write(bytes: Uint8Array): boolean;
  close(): void;
}

const maximumWaitingInput = 1_048_576;
const retryTimesMs = [1, 2, 5, 10, 20, 50];

/** node-pty's own writer spins on a full terminal buffer; this one waits between tries. */
function unixInput(descriptor: number): Input {
  const queue: Uint8Array[] = [];
  let waitingBytes = 0;
  let isWriting = false;
  let isClosed = false;
  let tries = 0;
  let timer: NodeJS.Timeout | undefined;

  const next = (): void => {
    const bytes = queue[0];
    if (!bytes || isClosed) {
      isWriting = false;
      return;
    }
    isWriting = true;
    writeToDescriptor(descriptor, bytes, (error, written) => {
      if (error?.code === "EAGAIN") {
        timer = setTimeout(next, retryTimesMs[Math.min(tries++, retryTimesMs.length - 1)]);
        return;
      }
      if (error) return close(); // The program is gone; its exit is told through onExit.
      tries = 0;
      waitingBytes -= written;
      if (written < bytes.byteLength) queue[0] = bytes.subarray(written);
      else queue.shift();
      next();
    });
  };
  const close = (): void => {
    isClosed = true;
    queue.length = 0;
    clearTimeout(timer);
  };
  const write = (bytes: Uint8Array): boolean => {
    if (isClosed || waitingBytes + bytes.byteLength > maximumWaitingInput) return false;
    if (bytes.byteLength === 0) return true;
    queue.push(bytes);
    waitingBytes += bytes.byteLength;
    if (!isWriting) next();
    return true;
  };
  return { write, close };
}

function windowsInput(terminal: nodePty.IPty): Input {
  let isClosed = false;
  return {
    write: (bytes) => {
      if (isClosed) return false;
      terminal.write(Buffer.from(bytes));
      return true;
    },
    close: () => {
      isClosed = true;
    },
  };
}
