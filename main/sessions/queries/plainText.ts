/** Output without its control sequences, as lines; for searching, not for showing. */
export interface PlainText {
  readonly text: string;
  /** Where in the output the line that holds this place of `text` begins. */
  offsetOf(line: number): number;
  /** Index in `text` at which each line begins. */
  readonly lineStarts: readonly number[];
}

const escapeByte = 0x1b;
const bell = 0x07;
const newline = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const space = 0x20;

/** CSI sequences that leave the text on its line: colours, erasing, modes. Others move the cursor and end the line. */
const keepsLine = new Set([..."mKJXhlqrutscn@P"].map((final) => final.charCodeAt(0)));
const cursorForward = "C".charCodeAt(0);

/**
 * Takes the control sequences out of a stretch of output that begins outside of one. Cursor movement ends a line (a program that
 * draws its screen has no other line ends), moving right counts as one space. Invalid UTF-8 becomes U+FFFD.
 */
export function plainText(bytes: Uint8Array, offset: number): PlainText {
  const out = new Uint8Array(bytes.byteLength);
  const byteStarts: number[] = [0];
  const offsets: number[] = [offset];
  let length = 0;
  const endLine = (at: number): void => {
    const last = byteStarts.length - 1;
    if (byteStarts[last] === length) {
      offsets[last] = offset + at;
      return;
    }
    out[length++] = newline;
    byteStarts.push(length);
    offsets.push(offset + at);
  };
  for (let at = 0; at < bytes.byteLength; ) {
    const byte = bytes[at] ?? 0;
    if (byte >= space && byte !== 0x7f) {
      out[length++] = byte;
      at++;
    } else if (byte === escapeByte) {
      const sequence = endOfSequence(bytes, at);
      if (sequence.final === cursorForward) out[length++] = space;
      else if (sequence.final !== undefined && !keepsLine.has(sequence.final)) endLine(sequence.end);
      at = sequence.end;
    } else {
      at++;
      if (byte === newline || byte === carriageReturn) endLine(at);
      else if (byte === tab) out[length++] = space;
    }
  }
  return toText(out.subarray(0, length), byteStarts, offsets);
}

/** Where an escapeByte sequence ends; `final` is set for CSI sequences only. An unfinished one ends with the bytes. */
function endOfSequence(bytes: Uint8Array, at: number): { end: number; final?: number } {
  const kind = bytes[at + 1];
  if (kind === 0x5b) {
    let end = at + 2;
    while (end < bytes.byteLength && (bytes[end] ?? 0) < 0x40) end++;
    const final = bytes[end];
    return final === undefined ? { end } : { end: end + 1, final };
  }
  // OSC, DCS, SOS, PM, APC run to BEL or ESC \.
  if (kind === 0x5d || kind === 0x50 || kind === 0x58 || kind === 0x5e || kind === 0x5f) {
    for (let end = at + 2; end < bytes.byteLength; end++) {
      if (bytes[end] === bell) return { end: end + 1 };
      if (bytes[end] === escapeByte) return { end: Math.min(end + 2, bytes.byteLength) };
    }
    return { end: bytes.byteLength };
  }
  // ESC ( B and the like have one more byte.
  const isTwoByte = kind !== undefined && kind >= 0x20 && kind <= 0x2f;
  return { end: Math.min(at + (isTwoByte ? 3 : 2), bytes.byteLength) };
}

function toText(out: Uint8Array, byteStarts: readonly number[], offsets: readonly number[]): PlainText {
  const text = Buffer.from(out.buffer, out.byteOffset, out.byteLength).toString("utf8");
  const lineStarts: number[] = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { text, lineStarts, offsetOf: (line) => offsets[Math.min(line, byteStarts.length - 1)] ?? offsets[0] ?? 0 };
}
