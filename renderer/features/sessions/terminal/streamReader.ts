import type { TerminalFrame } from "#shared/terminal/frames.ts";

/** What the viewer must do with a frame, in this order. */
export type StreamStep =
  /** Forget everything, take this size, parse `state`, go on from `offset`. */
  | {
      readonly kind: "restore";
      readonly columns: number;
      readonly rows: number;
      readonly firstRow: number;
      readonly state: Uint8Array;
      readonly offset: number;
    }
  /** Parse these bytes; then everything before `end` is parsed. */
  | { readonly kind: "write"; readonly bytes: Uint8Array; readonly end: number }
  | { readonly kind: "resize"; readonly columns: number; readonly rows: number }
  /** Bytes are missing: attach again from `from`, or from a snapshot if it is undefined. Nothing that follows may be parsed. */
  | { readonly kind: "gap"; readonly from: number | undefined }
  | { readonly kind: "ended" };

/** Turns a stream's frames into steps and notices a gap. Holds no bytes. */
export interface StreamReader {
  /** The end of the bytes received without a gap; undefined before the first snapshot. */
  readonly received: number | undefined;
  read(frame: TerminalFrame): StreamStep | null;
}

/** A reader that has nothing, or everything before `resumeFrom`. */
export function createStreamReader(resumeFrom?: number): StreamReader {
  let received = resumeFrom;
  let isBroken = false;

  const gap = (): StreamStep => {
    isBroken = true;
    return { kind: "gap", from: received };
  };

  const output = (offset: number, bytes: Uint8Array): StreamStep | null => {
    if (received === undefined || offset > received) return gap();
    const known = received - offset;
    if (known >= bytes.byteLength) return null;
    received = offset + bytes.byteLength;
    return { kind: "write", bytes: bytes.subarray(known), end: received };
  };

  return {
    get received() {
      return received;
    },
    read: (frame) => {
      if (frame.kind === "ended") return { kind: "ended" };
      if (isBroken) return null;
      switch (frame.kind) {
        case "output":
          return output(frame.offset, frame.bytes);
        case "snapshot": {
          received = frame.offset;
          const { columns, rows, firstRow } = frame.snapshot;
          return { kind: "restore", columns, rows, firstRow, state: frame.state, offset: frame.offset };
        }
        case "resized":
          if (received === undefined || frame.offset > received) return gap();
          return { kind: "resize", columns: frame.columns, rows: frame.rows };
        default:
          return null;
      }
    },
  };
}
