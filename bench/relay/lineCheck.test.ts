import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colouredLine } from "../lines.ts";
import { createLineCheck } from "./lineCheck.ts";

const lines = (numbers: readonly number[]) => numbers.map(colouredLine).join("");
const countTo = (end: number) => Array.from({ length: end }, (_, index) => index);

function checked(text: string, cuts: readonly number[] = []) {
  const bytes = Buffer.from(text);
  const check = createLineCheck();
  const ends = [...cuts.map((cut) => cut % bytes.byteLength), bytes.byteLength].sort((a, b) => a - b);
  ends.forEach((end, index) => {
    check.add(bytes.subarray(ends[index - 1] ?? 0, end));
  });
  const { right, missing, repeated, broken } = check;
  return { right, missing, repeated, broken };
}

describe("the check of numbered lines", () => {
  it("finds nothing wrong with whole output, however it was cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), (cuts) => {
        expect(checked(`ready\r\n${lines(countTo(20))}`, cuts)).toEqual({
          right: 20,
          missing: 0,
          repeated: 0,
          broken: 0,
        });
      }),
    );
  });

  it("counts lines that are missing or come again", () => {
    expect(checked(lines([0, 1, 4, 5]))).toEqual({ right: 4, missing: 2, repeated: 0, broken: 0 });
    expect(checked(lines([0, 1, 2, 1, 2, 3]))).toEqual({ right: 4, missing: 0, repeated: 2, broken: 0 });
  });

  it("counts lines of which a part is missing or stands twice", () => {
    const whole = lines(countTo(3));
    const begin = colouredLine(0).length + 30;
    expect(checked(whole.slice(0, begin) + whole.slice(begin + 5))).toMatchObject({ broken: 1, right: 2 });
    expect(checked(whole.slice(0, begin) + whole.slice(begin - 5))).toMatchObject({ broken: 1, right: 2 });
  });
});
