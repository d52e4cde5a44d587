import { AppError } from "../errors/appError.ts";

/**
 * The binary frames of the terminal channel. Header, big-endian: type (1 byte), stream (4 bytes, the number the client chose in
 * terminals.attach), value (8 bytes, an integer below 2^53; its meaning depends on the type). The rest is the payload.
 */
export type TerminalFrame =
  /** Server: output that begins at `offset`. Frames of a stream follow each other without a gap. */
  | { readonly kind: "output"; readonly stream: number; readonly offset: number; readonly bytes: Uint8Array }
  /** Server: the whole terminal as it was at `offset`; resize to its size, reset, write `state`, then go on with output from `offset`. */
  | {
      readonly kind: "snapshot";
      readonly stream: number;
      readonly offset: number;
      readonly snapshot: SnapshotHeader;
      readonly state: Uint8Array;
    }
  /** Server: from `offset` on the terminal has this size. */
  | {
      readonly kind: "resized";
      readonly stream: number;
      readonly offset: number;
      readonly columns: number;
      readonly rows: number;
    }
  /** Server: the input frame with this sequence was handed to the tool (`accepted`) or could not be, because it does not run. */
  | { readonly kind: "inputDone"; readonly stream: number; readonly sequence: number; readonly isAccepted: boolean }
  /** Server: nothing more comes on this stream (the session was deleted or the right to watch it was taken away). */
  | { readonly kind: "ended"; readonly stream: number }
  /** Server: a frame of this stream (0: of none) was not accepted, with the error's code. Nothing else changes. */
  | { readonly kind: "refused"; readonly stream: number; readonly code: string }
  /** Client: everything before `offset` was parsed; the server may send that much more. */
  | { readonly kind: "acknowledge"; readonly stream: number; readonly offset: number }
  /** Client: type these bytes. `sequence` grows by one a frame. */
  | { readonly kind: "input"; readonly stream: number; readonly sequence: number; readonly bytes: Uint8Array }
  /** Client, driver only: the terminal's new size. */
  | { readonly kind: "resize"; readonly stream: number; readonly columns: number; readonly rows: number };

export interface SnapshotHeader {
  readonly columns: number;
  readonly rows: number;
  /** The number of the first row in `state` (history.rows counts the same way). */
  readonly firstRow: number;
}

/** Largest payload of an input frame; longer pastes are split by the client. */
export const maximumInputBytes = 65_536;
/** Largest frame a client may send; larger ones are refused before they are read. */
export const maximumClientFrameBytes = maximumInputBytes + 64;

const headerBytes = 13;
const types = {
  output: 1,
  snapshot: 2,
  resized: 3,
  inputDone: 4,
  ended: 5,
  refused: 6,
  acknowledge: 16,
  input: 17,
  resize: 18,
} as const;

/** The frame as bytes for the link. */
export function encodeFrame(frame: TerminalFrame): Uint8Array {
  switch (frame.kind) {
    case "output":
      return build(types.output, frame.stream, frame.offset, frame.bytes);
    case "snapshot":
      return build(types.snapshot, frame.stream, frame.offset, frame.state, [
        frame.snapshot.columns,
        frame.snapshot.rows,
        Math.floor(frame.snapshot.firstRow / 2 ** 32),
        frame.snapshot.firstRow >>> 0,
      ]);
    case "resized":
      return build(types.resized, frame.stream, frame.offset, undefined, [frame.columns, frame.rows]);
    case "inputDone":
      return build(types.inputDone, frame.stream, frame.sequence, undefined, [frame.isAccepted ? 1 : 0]);
    case "ended":
      return build(types.ended, frame.stream, 0);
    case "refused":
      return build(
        types.refused,
        frame.stream,
        0,
        Uint8Array.from(frame.code, (letter) => letter.charCodeAt(0)),
      );
    case "acknowledge":
      return build(types.acknowledge, frame.stream, frame.offset);
    case "input":
      return build(types.input, frame.stream, frame.sequence, frame.bytes);
    case "resize":
      return build(types.resize, frame.stream, 0, undefined, [frame.columns, frame.rows]);
  }
}

/** Reads a frame that a server sent. Throws INVALID_FRAME. Payloads are views of `data`, not copies. */
export function decodeServerFrame(data: Uint8Array): TerminalFrame {
  const { type, stream, value, view, payload } = readHeader(data);
  switch (type) {
    case types.output:
      return { kind: "output", stream, offset: value, bytes: payload };
    case types.snapshot: {
      expectAtLeast(payload, 16);
      const snapshot = {
        columns: view.getUint32(headerBytes),
        rows: view.getUint32(headerBytes + 4),
        firstRow: safeInteger(view.getUint32(headerBytes + 8), view.getUint32(headerBytes + 12)),
      };
      return { kind: "snapshot", stream, offset: value, snapshot, state: payload.subarray(16) };
    }
    case types.resized:
      expectExactly(payload, 8);
      return {
        kind: "resized",
        stream,
        offset: value,
        columns: view.getUint32(headerBytes),
        rows: view.getUint32(headerBytes + 4),
      };
    case types.inputDone:
      expectExactly(payload, 4);
      return { kind: "inputDone", stream, sequence: value, isAccepted: view.getUint32(headerBytes) === 1 };
    case types.ended:
      expectExactly(payload, 0);
      return { kind: "ended", stream };
    case types.refused:
      return { kind: "refused", stream, code: String.fromCharCode(...payload.subarray(0, 64)) };
    default:
      throw invalid("unknown frame type");
  }
}

/** Reads a frame that a client sent. Throws INVALID_FRAME. Sizes are not judged here: the session does that. */
export function decodeClientFrame(data: Uint8Array): TerminalFrame {
  if (data.byteLength > maximumClientFrameBytes) throw invalid("frame too large");
  const { type, stream, value, view, payload } = readHeader(data);
  switch (type) {
    case types.acknowledge:
      expectExactly(payload, 0);
      return { kind: "acknowledge", stream, offset: value };
    case types.input:
      if (payload.byteLength > maximumInputBytes) throw invalid("input too large");
      return { kind: "input", stream, sequence: value, bytes: payload };
    case types.resize:
      expectExactly(payload, 8);
      return { kind: "resize", stream, columns: view.getUint32(headerBytes), rows: view.getUint32(headerBytes + 4) };
    default:
      throw invalid("unknown frame type");
  }
}

/** Whether a client's frame types something, by its first byte alone. */
export function isInputFrame(data: Uint8Array): boolean {
  return data[0] === types.input;
}

function build(
  type: number,
  stream: number,
  value: number,
  payload?: Uint8Array,
  words: readonly number[] = [],
): Uint8Array {
  const frame = new Uint8Array(headerBytes + words.length * 4 + (payload?.byteLength ?? 0));
  const view = new DataView(frame.buffer);
  view.setUint8(0, type);
  view.setUint32(1, stream);
  view.setUint32(5, Math.floor(value / 2 ** 32));
  view.setUint32(9, value >>> 0);
  words.forEach((word, index) => {
    view.setUint32(headerBytes + index * 4, word);
  });
  if (payload) frame.set(payload, headerBytes + words.length * 4);
  return frame;
}

function readHeader(data: Uint8Array) {
  if (data.byteLength < headerBytes) throw invalid("frame shorter than its header");
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return {
    type: view.getUint8(0),
    stream: view.getUint32(1),
    value: safeInteger(view.getUint32(5), view.getUint32(9)),
    view,
    payload: data.subarray(headerBytes),
  };
}

function safeInteger(high: number, low: number): number {
  const value = high * 2 ** 32 + low;
  if (!Number.isSafeInteger(value)) throw invalid("number out of range");
  return value;
}

function expectExactly(payload: Uint8Array, length: number): void {
  if (payload.byteLength !== length) throw invalid("frame of the wrong length");
}

function expectAtLeast(payload: Uint8Array, length: number): void {
  if (payload.byteLength < length) throw invalid("frame of the wrong length");
}

function invalid(message: string): AppError {
  return new AppError("INVALID_FRAME", { message });
}
