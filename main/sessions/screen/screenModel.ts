import unicode11 from "@xterm/addon-unicode11";
import headless, { type IBuffer, type Terminal } from "@xterm/headless";
import { answerQueries, type TerminalColors } from "./queries.ts";
import { RowNumbers, type Wrapping } from "./rowNumbers.ts";
import { planSkim, type SkimContext } from "./skim.ts";
import { coreOf, incompleteCharacterBytes, isOutsideSequence, parseNow, releaseRows } from "./terminalInternals.ts";
import { terminalState } from "./terminalState.ts";

export interface ScreenModelOptions {
  readonly columns: number;
  readonly rows: number;
  /** The number of the first row that will be written. */
  readonly firstRow: number;
  /** Which of the rows that will be written were told otherwise; none if left out. */
  readonly wrapping?: Wrapping | undefined;
  readonly scrollback: number;
  /** The window title, if it is known. */
  readonly title?: string | undefined;
  readonly colors?: TerminalColors;
  /** Answers to queries (cursor position, device attributes …) for the program. */
  onAnswer?(answer: string): void;
  onBell?(): void;
}

/** What does not only print lines is parsed in slices, so that other terminals get their turn. */
const sliceBytes = 64 * 1024;

/** An image or a clipboard may come as one sequence; longer ones xterm gives up on too. */
const longestSequence = 16 * 1024 * 1024;

/** The state of a terminal, as a keyframe or a snapshot carries it. */
export interface ScreenState {
  readonly columns: number;
  readonly rows: number;
  readonly firstRow: number;
  readonly state: string;
}

/**
 * A terminal without a screen: parses what a program prints and knows what a screen would show. It numbers the rows of the normal
 * buffer from the session's beginning; `screenTop` is the number of the row at the top of the screen.
 */
export class ScreenModel implements Disposable {
  readonly #terminal: Terminal;
  readonly #numbers: RowNumbers;
  #bytesInSequence = 0;
  #lastByte = 0;
  #hasOwnTabStops = false;
  /** The window title; undefined while it is not known, as after restoring a state without it. */
  title: string | undefined;

  constructor(options: ScreenModelOptions) {
    this.title = options.title;
    this.#terminal = new headless.Terminal({
      cols: options.columns,
      rows: options.rows,
      scrollback: options.scrollback,
      allowProposedApi: true,
      logLevel: "off",
    });
    this.#numbers = new RowNumbers(this.#terminal, options.firstRow, options.wrapping);
    this.#terminal.loadAddon(new unicode11.Unicode11Addon());
    this.#terminal.unicode.activeVersion = "11";
    this.#terminal.onTitleChange((title) => (this.title = title.slice(0, 200)));
    if (options.onBell) this.#terminal.onBell(options.onBell);
    if (options.onAnswer) answerQueries(this.#terminal, options.onAnswer, options.colors);
    this.#watchTabStops();
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  get isAlternate(): boolean {
    return this.#terminal.buffer.active.type === "alternate";
  }

  /** Number of the row at the top of the normal screen; rows before it have scrolled off. */
  get screenTop(): number {
    return this.#numbers.screenTop;
  }

  /** Number of the oldest row still in the buffer as it was told: those before it were wrapped otherwise then. */
  get firstRow(): number {
    return this.#numbers.firstRow;
  }

  /** Number of the row the cursor is on (normal buffer). */
  get cursorRow(): number {
    return this.screenTop + this.#normal.cursorY;
  }

  get buffer(): IBuffer {
    return this.#terminal.buffer.active;
  }

  get isBracketedPaste(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  /** Rows of the normal buffer from `firstRow` on by number; undefined where they are no longer, or not yet, there. */
  row(number: number): ReturnType<IBuffer["getLine"]> {
    const index = this.#numbers.indexOf(number);
    return index === undefined ? undefined : this.#normal.getLine(index);
  }

  parse(data: Uint8Array | string): void {
    if (typeof data === "string") {
      this.#parsePiece(data);
      this.#bytesInSequence = 0;
      return;
    }
    let from = 0;
    for (const at of possibleResets(data)) {
      this.#parsePiece(data.subarray(from, at));
      this.#parsePiece(data.subarray(at, at + 1));
      from = at + 1;
    }
    this.#parsePiece(data.subarray(from));
    this.#countInSequence(data);
  }

  /**
   * Parses a part of `bytes` and returns how many of them. Of long stretches that only print lines, and that scroll by faster than
   * anybody could see, it parses the end: the result is the same, rows are numbered the same, and it takes a fraction of the time.
   */
  parseSome(bytes: Uint8Array): number {
    const skim = bytes.byteLength > sliceBytes && this.#canSkim ? planSkim(bytes, this.#skimContext) : undefined;
    if (!skim) {
      const slice = bytes.subarray(0, sliceBytes);
      this.parse(slice);
      return slice.byteLength;
    }
    this.parse(skim.prefix);
    this.parse("\r"); // The tail begins in the first column.
    this.parse(bytes.subarray(skim.from, skim.end));
    this.#numbers.skip(skim.rows);
    return skim.end;
  }

  /**
   * How many of the bytes parsed last belong to an escape sequence or character that is not complete. A state cannot hold them:
   * who goes on from a state goes on that many bytes before. They have had no effect yet, save for line feeds and the like inside of
   * a CSI sequence, which only a binary that is shown has.
   */
  get incompleteBytes(): number {
    if (isOutsideSequence(this.#terminal)) return incompleteCharacterBytes(this.#terminal);
    return this.#bytesInSequence <= longestSequence ? this.#bytesInSequence : 0;
  }

  /**
   * Changes the size. Returns the number of the first row that a keyframe taken now must begin with: rows that the change pushed off
   * the top belong to no other keyframe.
   */
  resize(columns: number, rows: number): number {
    return this.#numbers.resize(() => this.#terminal.resize(columns, rows));
  }

  /** The whole state, beginning at most `scrollback` rows above the screen. */
  state(scrollback: number): ScreenState {
    return this.#stateFrom(Math.min(scrollback, this.#normal.baseY, this.screenTop));
  }

  /** All there is, to go on from exactly; rows that have no number of their own are counted below 0. */
  wholeState(): ScreenState & { readonly wrapping: Wrapping } {
    return { ...this.#stateFrom(this.#normal.baseY), wrapping: this.#numbers.wrapping };
  }

  #stateFrom(above: number): ScreenState {
    return {
      columns: this.columns,
      rows: this.rows,
      firstRow: this.screenTop - above,
      state: terminalState(this.#terminal, above),
    };
  }

  /** The lowest row with text on it at or above the cursor, without colours. */
  lastLine(): string {
    const buffer = this.#terminal.buffer.active;
    for (let y = buffer.baseY + buffer.cursorY; y >= buffer.baseY; y--) {
      const text = buffer.getLine(y)?.translateToString(true).trim();
      if (text) return text.slice(0, 200);
    }
    return "";
  }

  [Symbol.dispose](): void {
    releaseRows(this.#terminal);
    this.#terminal.dispose();
  }

  get #normal(): IBuffer {
    return this.#terminal.buffer.normal;
  }

  /** Whether lines just print and scroll the whole screen. */
  get #canSkim(): boolean {
    const { active } = coreOf(this.#terminal).buffers;
    const { wraparoundMode, insertMode, originMode } = this.#terminal.modes;
    const scrollsWhole = active.scrollTop === 0 && active.scrollBottom === this.rows - 1;
    const printsPlainly = wraparoundMode && !insertMode && !originMode && !this.#hasOwnTabStops;
    return !this.isAlternate && scrollsWhole && printsPlainly && this.incompleteBytes === 0;
  }

  get #skimContext(): SkimContext {
    const core = coreOf(this.#terminal);
    const scrollback = this.#terminal.options.scrollback ?? 0;
    return {
      columns: this.columns,
      column: core.buffers.active.x,
      // The first screenful of the tail may be written over rows that are there; the rows to keep are those that scroll in.
      keepRows: scrollback + 2 * this.rows + 1,
      width: (codePoint) => core.unicodeService.wcwidth(codePoint),
    };
  }

  #parsePiece(data: Uint8Array | string): void {
    this.#numbers.parse(() => parseNow(this.#terminal, data));
  }

  #watchTabStops(): void {
    const note = (): false => {
      this.#hasOwnTabStops = true;
      return false; // xterm handles it.
    };
    this.#terminal.parser.registerEscHandler({ final: "H" }, note);
    this.#terminal.parser.registerCsiHandler({ final: "g" }, note);
  }

  /** How far back the sequence begins that is not complete behind `bytes`. */
  #countInSequence(bytes: Uint8Array): void {
    if (isOutsideSequence(this.#terminal)) this.#bytesInSequence = 0;
    else {
      const at = lastSequence(bytes, this.#lastByte);
      this.#bytesInSequence = (at === undefined ? this.#bytesInSequence : -at) + bytes.byteLength;
    }
    this.#lastByte = bytes.at(-1) ?? this.#lastByte;
  }
}

/**
 * Where the last byte of an ESC c may be: a `c` that has nothing but controls, which do not end a sequence, between itself and an ESC
 * or the beginning, before which an ESC may have come. Resets are parsed by themselves so that numbers do not depend on the slices.
 */
function* possibleResets(bytes: Uint8Array): Generator<number> {
  for (let at = bytes.indexOf(0x63); at >= 0; at = bytes.indexOf(0x63, at + 1)) {
    let before = at - 1;
    while (before >= 0 && isControlInSequence(bytes[before] ?? 0)) before--;
    if (before < 0 || bytes[before] === 0x1b) yield at;
  }
}

function isControlInSequence(byte: number): boolean {
  return (byte < 0x20 && byte !== 0x1b) || byte === 0x7f;
}

/** 8-bit controls that begin a sequence, as UTF-8 has them behind a byte C2: DCS, SOS, CSI, OSC, PM, APC. */
const controlLead = 0xc2;
const introducers: ReadonlySet<number> = new Set([0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f]);

/** Where the last sequence in `bytes` begins, -1 if that is at the byte before them. Whatever begins one ends what came before it. */
function lastSequence(bytes: Uint8Array, before: number): number | undefined {
  const lastEscape = bytes.lastIndexOf(0x1b);
  for (
    let at = bytes.lastIndexOf(controlLead);
    at > lastEscape;
    at = at > 0 ? bytes.lastIndexOf(controlLead, at - 1) : -1
  )
    if (introducers.has(bytes[at + 1] ?? 0)) return at;
  if (lastEscape >= 0) return lastEscape;
  return before === controlLead && introducers.has(bytes[0] ?? 0) ? -1 : undefined;
}
