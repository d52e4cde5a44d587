import { type Notification, NotificationReader } from "./notifications.ts";

/** What a program says to the person through the terminal itself. */
export type TerminalSignal = { readonly kind: "bell" } | ({ readonly kind: "notification" } & Notification);

/** A longer operating-system command is no notification: it is skipped to its end without being kept. */
export const maximumCommandBytes = 4096;

const bell = 0x07;
const cancel = 0x18;
const substitute = 0x1a;
const escapeByte = 0x1b;
/** What, after ESC, begins a string that ends with ST: DCS, SOS, PM, APC (ECMA-48 5.6). */
const otherStrings = new Set([0x50, 0x58, 0x5e, 0x5f]);
const commandStart = 0x5d;
const stringEnd = 0x5c;

type State = "ground" | "escape" | "command" | "commandEscape" | "string" | "stringEscape";

/**
 * Finds the bell and notifications in a program's output, given in pieces cut anywhere. It only looks for control characters, so
 * a flood of text costs little more than reading it once, and it keeps at most one command of `maximumCommandBytes`.
 */
export class SignalScanner {
  readonly #notifications = new NotificationReader();
  #state: State = "ground";
  #command: Uint8Array[] = [];
  #commandBytes = 0;

  /** What this piece completes, in order. */
  push(bytes: Uint8Array): TerminalSignal[] {
    const found: TerminalSignal[] = [];
    const next = finder(bytes);
    let at = 0;
    while (at < bytes.length) {
      switch (this.#state) {
        case "ground":
          at = this.#ground(bytes, at, next, found);
          break;
        case "escape":
          at = this.#escape(bytes, at, found);
          break;
        case "command":
        case "string":
          at = this.#inString(bytes, at, next, found);
          break;
        case "commandEscape":
        case "stringEscape":
          at = this.#stringEscape(bytes, at, found);
          break;
      }
    }
    return found;
  }

  #ground(bytes: Uint8Array, from: number, next: Finder, found: TerminalSignal[]): number {
    const at = Math.min(next(bell, from), next(escapeByte, from));
    if (bytes[at] === bell) found.push({ kind: "bell" });
    else if (bytes[at] === escapeByte) this.#state = "escape";
    return at + 1;
  }

  #escape(bytes: Uint8Array, at: number, found: TerminalSignal[]): number {
    const byte = bytes[at] ?? 0;
    if (byte === commandStart) this.#beginCommand();
    else if (otherStrings.has(byte)) this.#state = "string";
    else if (byte === bell) found.push({ kind: "bell" });
    else if (byte === cancel || byte === substitute || byte >= 0x20) this.#state = "ground";
    return at + 1;
  }

  #inString(bytes: Uint8Array, from: number, next: Finder, found: TerminalSignal[]): number {
    const isCommand = this.#state === "command";
    const end = Math.min(next(escapeByte, from), next(cancel, from), next(substitute, from));
    // xterm ends a command with BEL too; in the other strings it is content.
    const at = isCommand ? Math.min(end, next(bell, from)) : end;
    if (isCommand) this.#keep(bytes.subarray(from, at));
    if (at >= bytes.length) return at;
    if (bytes[at] === escapeByte) this.#state = isCommand ? "commandEscape" : "stringEscape";
    else {
      if (bytes[at] === bell) this.#endCommand(found);
      this.#state = "ground";
    }
    return at + 1;
  }

  /** ESC inside a string: with a backslash it ends it, with anything else it breaks it off and begins something new. */
  #stringEscape(bytes: Uint8Array, at: number, found: TerminalSignal[]): number {
    const isCommand = this.#state === "commandEscape";
    this.#state = "escape";
    if (bytes[at] !== stringEnd) return at;
    if (isCommand) this.#endCommand(found);
    this.#state = "ground";
    return at + 1;
  }

  #beginCommand(): void {
    this.#state = "command";
    this.#command = [];
    this.#commandBytes = 0;
  }

  #keep(bytes: Uint8Array): void {
    this.#commandBytes += bytes.length;
    if (this.#commandBytes > maximumCommandBytes) this.#command = [];
    else if (bytes.length > 0) this.#command.push(Uint8Array.from(bytes));
  }

  #endCommand(found: TerminalSignal[]): void {
    if (this.#commandBytes <= maximumCommandBytes) {
      const notification = this.#notifications.read(Buffer.concat(this.#command).toString("utf8"));
      if (notification) found.push({ kind: "notification", ...notification });
    }
    this.#command = [];
  }
}

type Finder = (byte: number, from: number) => number;

/** Where a byte comes next, or the length. Remembered for each byte asked for, so that all is looked through only once for each. */
function finder(bytes: Uint8Array): Finder {
  const positions = new Map<number, number>();
  return (byte, from) => {
    const known = positions.get(byte);
    if (known !== undefined && known >= from) return known;
    const at = bytes.indexOf(byte, from);
    const position = at === -1 ? bytes.length : at;
    positions.set(byte, position);
    return position;
  };
}
