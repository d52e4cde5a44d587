/** Takes a stream of bytes apart into lines of UTF-8. */
export interface Lines {
  /** The lines that end in this piece. Throws RangeError when a line is longer than the limit. */
  take(piece: Uint8Array): string[];
}

/** Lines end with LF or CR LF; a line may have so many bytes, its end not counted. */
export function createLines(maximumBytes: number): Lines {
  let held: Buffer[] = [];
  let heldBytes = 0;
  return {
    take: (piece) => {
      const lines: string[] = [];
      let rest = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      for (let end = rest.indexOf(10); ; end = rest.indexOf(10)) {
        const part = end < 0 ? rest : rest.subarray(0, end);
        if (heldBytes + part.length > maximumBytes) throw new RangeError(`A line of more than ${maximumBytes} bytes`);
        if (end < 0) {
          // Copied: a piece may be a view of a buffer that is used again.
          if (part.length > 0) held.push(Buffer.from(part));
          heldBytes += part.length;
          return lines;
        }
        lines.push(
          Buffer.concat([...held, part])
            .toString("utf8")
            .replace(/\r$/, ""),
        );
        held = [];
        heldBytes = 0;
        rest = rest.subarray(end + 1);
      }
    },
  };
}
