/** What a terminal must know before a stretch of output can be skimmed. */
export interface SkimContext {
  readonly columns: number;
  /** The cursor's column; equal to `columns` while the next character would begin a new row. */
  readonly column: number;
  /** So many rows at the end must be parsed, because they can still be seen. */
  readonly keepRows: number;
  /** Columns that a character beyond ASCII takes: 1 or 2; 0 for what combines with others. */
  width(codePoint: number): number;
}

/** How to get a terminal past a stretch without parsing all of it. */
export interface Skim {
  /** Colours in force where parsing begins. */
  readonly prefix: Uint8Array;
  /** Parse from here … */
  readonly from: number;
  /** … to here: the end of the stretch. */
  readonly end: number;
  /** Rows that the part before `from` would have printed. */
  readonly rows: number;
}

const escapeByte = 0x1b;
const newline = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
/** Colours older than this are not looked for: output that never resets them is parsed. */
const longestPrefix = 16 * 1024;

/**
 * Looks through output for a stretch that does nothing but print lines: text, line ends, tabs and colours. Of such a stretch only
 * the last rows and the colours matter, however much scrolled by before. Undefined where that saves little or is not certain.
 */
export function planSkim(bytes: Uint8Array, context: SkimContext): Skim | undefined {
  const lines = new RecentLines(context.keepRows + 1);
  const { columns } = context;
  let column = context.column;
  let row = 0;
  let lastReset = -1;
  let end = 0;
  let at = 0;
  while (at < bytes.byteLength) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20 && byte < 0x7f) {
      if (column >= columns) {
        row++;
        column = 0;
      }
      column++;
      at++;
    } else if (byte === newline) {
      row++;
      at++;
      if (column >= columns) column = columns - 1;
      end = at;
      if (column === 0) lines.add(at, row, lastReset);
    } else if (byte === carriageReturn) {
      column = 0;
      at++;
    } else if (byte === escapeByte) {
      const next = endOfColors(bytes, at);
      if (next < 0) break;
      if (isReset(bytes, at)) lastReset = at;
      at = next;
    } else if (byte === tab) {
      if (column < columns) column = Math.min(columns - 1, (Math.floor(column / 8) + 1) * 8);
      at++;
    } else if (byte >= 0xc2) {
      const character = decode(bytes, at);
      const width = character ? context.width(character.codePoint) : 0;
      if (!character || width === 0) break;
      if (column + width > columns) {
        row++;
        column = 0;
      }
      column += width;
      at += character.length;
    } else break;
  }
  return plan(bytes, lines, end, context.keepRows);
}

function plan(bytes: Uint8Array, lines: RecentLines, end: number, keepRows: number): Skim | undefined {
  const lastRow = lines.lastRow;
  const line = lines.findLast((row) => lastRow - row >= keepRows);
  // Parsing the tail costs as much as it saves unless much more lies before it.
  if (!line || line.at < 2 * (end - line.at) || line.lastReset < 0 || line.at - line.lastReset > longestPrefix)
    return undefined;
  return { prefix: colorsOf(bytes.subarray(line.lastReset, line.at)), from: line.at, end, rows: line.row };
}

/** One past a colour sequence (CSI … m with numbers only); -1 if it is another sequence or not complete. */
function endOfColors(bytes: Uint8Array, at: number): number {
  if (bytes[at + 1] !== 0x5b) return -1;
  for (let end = at + 2; end < bytes.byteLength; end++) {
    const byte = bytes[end] ?? 0;
    if (byte === 0x6d) return end + 1;
    const isParameter = byte >= 0x30 && byte <= 0x3b;
    if (!isParameter) return -1;
  }
  return -1;
}

/** Whether a colour sequence begins by resetting everything. */
function isReset(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at + 2];
  const second = bytes[at + 3];
  return first === 0x6d || (first === 0x30 && (second === 0x6d || second === 0x3b));
}

function colorsOf(bytes: Uint8Array): Uint8Array {
  const sequences: Uint8Array[] = [];
  for (let at = bytes.indexOf(escapeByte); at >= 0; at = bytes.indexOf(escapeByte, at + 1)) {
    sequences.push(bytes.subarray(at, endOfColors(bytes, at)));
  }
  return Buffer.concat(sequences);
}

function decode(bytes: Uint8Array, at: number): { codePoint: number; length: number } | undefined {
  const first = bytes[at] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first > 0xf4 || at + length > bytes.byteLength) return undefined;
  let codePoint = first & (0xff >> (length + 1));
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] ?? 0;
    if ((byte & 0xc0) !== 0x80) return undefined;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const isOverlong = codePoint < (length === 2 ? 0x80 : length === 3 ? 0x800 : 0x1_0000);
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  return isOverlong || isSurrogate || codePoint > 0x10_ffff || codePoint < 0xa0 ? undefined : { codePoint, length };
}

interface Line {
  readonly at: number;
  readonly row: number;
  readonly lastReset: number;
}

/** The last lines that begin in the first column: where they begin, on which row, and the last reset of colours before. */
class RecentLines {
  readonly #size: number;
  readonly #at: Int32Array;
  readonly #row: Int32Array;
  readonly #lastReset: Int32Array;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
    this.#at = new Int32Array(size);
    this.#row = new Int32Array(size);
    this.#lastReset = new Int32Array(size);
  }

  get lastRow(): number {
    return this.#count === 0 ? 0 : (this.#row[(this.#count - 1) % this.#size] ?? 0);
  }

  add(at: number, row: number, lastReset: number): void {
    const index = this.#count++ % this.#size;
    this.#at[index] = at;
    this.#row[index] = row;
    this.#lastReset[index] = lastReset;
  }

  findLast(matches: (row: number) => boolean): Line | undefined {
    for (let back = 1; back <= Math.min(this.#count, this.#size); back++) {
      const index = (this.#count - back) % this.#size;
      const row = this.#row[index] ?? 0;
      if (matches(row)) return { at: this.#at[index] ?? 0, row, lastReset: this.#lastReset[index] ?? -1 };
    }
    return undefined;
  }
}
