import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../errors/appError.ts";
import { decodeClientFrame, decodeServerFrame, encodeFrame, maximumInputBytes, type TerminalFrame } from "./frames.ts";

const stream = fc.integer({ min: 0, max: 0xffff_ffff });
const offset = fc.maxSafeNat();
const word = fc.integer({ min: 0, max: 0xffff_ffff });
const bytes = fc.uint8Array({ maxLength: 200 });

const serverFrame: fc.Arbitrary<TerminalFrame> = fc.oneof(
  fc.record({ kind: fc.constant("output" as const), stream, offset, bytes }),
  fc.record({
    kind: fc.constant("snapshot" as const),
    stream,
    offset,
    snapshot: fc.record({ columns: word, rows: word, firstRow: offset }),
    state: bytes,
  }),
  fc.record({ kind: fc.constant("resized" as const), stream, offset, columns: word, rows: word }),
  fc.record({ kind: fc.constant("inputDone" as const), stream, sequence: offset, isAccepted: fc.boolean() }),
  fc.record({ kind: fc.constant("ended" as const), stream }),
  fc.record({ kind: fc.constant("refused" as const), stream, code: fc.constantFrom("NOT_DRIVER", "INVALID_FRAME") }),
);
const clientFrame: fc.Arbitrary<TerminalFrame> = fc.oneof(
  fc.record({ kind: fc.constant("acknowledge" as const), stream, offset }),
  fc.record({ kind: fc.constant("input" as const), stream, sequence: offset, bytes }),
  fc.record({ kind: fc.constant("resize" as const), stream, columns: word, rows: word }),
);

describe("terminal frames", () => {
  test("arrive as they were sent", () => {
    fc.assert(
      fc.property(serverFrame, (frame) => {
        expect(decodeServerFrame(encodeFrame(frame))).toEqual(frame);
      }),
    );
    fc.assert(
      fc.property(clientFrame, (frame) => {
        expect(decodeClientFrame(encodeFrame(frame))).toEqual(frame);
      }),
    );
  });

  test("anything else is refused with INVALID_FRAME and nothing worse", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
        for (const decode of [decodeServerFrame, decodeClientFrame]) {
          try {
            decode(data);
          } catch (error) {
            expect(error instanceof AppError && error.code).toBe("INVALID_FRAME");
          }
        }
      }),
    );
  });

  test("a client cannot send frames of the server, or too much at once", () => {
    expect(() => decodeClientFrame(encodeFrame({ kind: "ended", stream: 1 }))).toThrow(AppError);
    const tooLong = encodeFrame({
      kind: "input",
      stream: 1,
      sequence: 1,
      bytes: new Uint8Array(maximumInputBytes + 1),
    });
    expect(() => decodeClientFrame(tooLong)).toThrow(AppError);
  });
});
