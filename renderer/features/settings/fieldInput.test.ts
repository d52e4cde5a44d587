import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inputText, parseInput } from "./fieldInput.ts";
import type { Control } from "./settingFields.ts";

const number: Control = { kind: "number", minimum: 1, maximum: 100, isWhole: true };
const pairs: Control = { kind: "pairs", namePattern: "^[A-Za-z_][A-Za-z0-9_]*$" };

describe("what is typed into a setting", () => {
  test("comes back as the value it shows", () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/);
    const line = fc.string({ minLength: 1 }).filter((text) => !/[\n\r]/.test(text));
    const returns = (control: Control, value: unknown): void => {
      expect(parseInput(control, inputText(control, value))).toEqual({ kind: "value", value });
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), (value) => returns(number, value)));
    fc.assert(fc.property(fc.array(line), (value) => returns({ kind: "lines", pattern: null }, value)));
    fc.assert(fc.property(fc.dictionary(name, line, { noNullPrototype: true }), (value) => returns(pairs, value)));
  });

  test("is refused with the reason before the server is asked", () => {
    const problem = (control: Control, text: string) => {
      const parsed = parseInput(control, text);
      return parsed.kind === "problem" ? parsed.problem : null;
    };
    expect(["", "x", "1.5", "0", "101", "50"].map((text) => problem(number, text)?.kind ?? null)).toEqual([
      "notANumber",
      "notANumber",
      "notWhole",
      "tooSmall",
      "tooLarge",
      null,
    ]);
    const key: Control = { kind: "text", minimum: 0, maximum: 5, pattern: "^[a-z]+$" };
    expect(["", "A", "abcdef", "abc"].map((text) => problem(key, text)?.kind ?? null)).toEqual([
      "missing",
      "wrongForm",
      "tooLong",
      null,
    ]);
    const addresses: Control = { kind: "lines", pattern: "^[0-9.]+$" };
    expect(problem(addresses, "10.0.0.1\n\nhere\n")).toEqual({ kind: "wrongLine", line: 3 });
    expect(parseInput(addresses, " 10.0.0.1 \n\n10.0.0.2\n")).toEqual({
      kind: "value",
      value: ["10.0.0.1", "10.0.0.2"],
    });
    expect(["", "07:30", "24:00", "7:30"].map((text) => problem({ kind: "time" }, text)?.kind ?? null)).toEqual([
      null,
      null,
      "wrongForm",
      "wrongForm",
    ]);
    expect(problem(pairs, "A=1\n=2")).toEqual({ kind: "notAPair", line: 2 });
    expect(problem(pairs, "A=1\n\nB=")).toBeNull();
    expect(problem({ kind: "color" }, "#12345")?.kind).toBe("wrongForm");
  });
});
