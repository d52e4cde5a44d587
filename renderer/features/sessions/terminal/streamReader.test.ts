import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStreamReader, type StreamStep } from "./streamReader.ts";

const stream = 1;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const output = (offset: number, text: string) => ({ kind: "output", stream, offset, bytes: bytes(text) }) as const;
const snapshot = (offset: number) =>
  ({
    kind: "snapshot",
    stream,
    offset,
    snapshot: { columns: 80, rows: 24, firstRow: 7 },
    state: bytes("state"),
  }) as const;

function written(step: StreamStep | null): string {
  return step?.kind === "write" ? new TextDecoder().decode(step.bytes) : "";
}

describe("reading a terminal stream", () => {
  it("restores from a snapshot and goes on with the output behind it", () => {
    const reader = createStreamReader();
    expect(reader.read(snapshot(100))).toMatchObject({
      kind: "restore",
      columns: 80,
      rows: 24,
      firstRow: 7,
      offset: 100,
    });
    expect(reader.read(output(100, "abc"))).toMatchObject({ kind: "write", end: 103 });
    expect(reader.received).toBe(103);
  });

  it("asks for what is missing after a gap, and parses nothing until then", () => {
    const reader = createStreamReader();
    reader.read(snapshot(100));
    expect(reader.read(output(101, "x"))).toEqual({ kind: "gap", from: 100 });
    expect(reader.read(output(102, "y"))).toBeNull();
    expect(reader.read(snapshot(200))).toBeNull();
  });

  it("asks for a snapshot when output comes before one", () => {
    expect(createStreamReader().read(output(0, "x"))).toEqual({ kind: "gap", from: undefined });
  });

  it("goes on where it was after a reconnection", () => {
    const reader = createStreamReader(50);
    expect(written(reader.read(output(50, "next")))).toBe("next");
  });

  it("counts a resize that lies ahead as a gap", () => {
    const reader = createStreamReader(50);
    expect(reader.read({ kind: "resized", stream, offset: 50, columns: 100, rows: 30 })).toEqual({
      kind: "resize",
      columns: 100,
      rows: 30,
    });
    expect(reader.read({ kind: "resized", stream, offset: 60, columns: 100, rows: 30 })).toEqual({
      kind: "gap",
      from: 50,
    });
  });

  it("parses every byte once however the frames overlap", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 200, unit: "grapheme-ascii" }),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 30 }))),
        (text, cuts) => {
          const reader = createStreamReader(0);
          let result = "";
          for (const [start, length] of cuts) {
            const from = Math.min(start, reader.received ?? 0);
            result += written(reader.read(output(from, text.slice(from, from + length))));
          }
          const received = reader.received ?? 0;
          result += written(reader.read(output(received, text.slice(received))));
          expect(result).toBe(text);
        },
      ),
    );
  });
});
