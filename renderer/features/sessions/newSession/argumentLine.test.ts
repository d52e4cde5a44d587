import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatArguments, parseArguments } from "./argumentLine.ts";

const parsed = (line: string) => {
  const result = parseArguments(line);
  return result.kind === "arguments" ? result.arguments : result;
};

describe("arguments typed as a line", () => {
  it("are split at blanks", () => {
    expect(parsed("  --model  opus\t-p ")).toEqual(["--model", "opus", "-p"]);
    expect(parsed("")).toEqual([]);
  });

  it("keep blanks inside quotes, and may be empty", () => {
    expect(parsed(`-m 'two words' "and more" ''`)).toEqual(["-m", "two words", "and more", ""]);
    expect(parsed(`a'b'"c"d`)).toEqual(["abcd"]);
  });

  it("keep what a backslash protects", () => {
    expect(parsed(String.raw`a\ b "say \"hi\"" "C:\dir" '\n'`)).toEqual([
      "a b",
      'say "hi"',
      String.raw`C:\dir`,
      String.raw`\n`,
    ]);
  });

  it("are never expanded", () => {
    expect(parsed("$HOME *.ts ~; rm -rf / | cat `id` $(id)")).toEqual([
      "$HOME",
      "*.ts",
      "~;",
      "rm",
      "-rf",
      "/",
      "|",
      "cat",
      "`id`",
      "$(id)",
    ]);
  });

  it("say where a quote was left open", () => {
    expect(parsed(`-m "two words`)).toEqual({ kind: "incomplete", problem: "quote", position: 3 });
    expect(parsed("end\\")).toEqual({ kind: "incomplete", problem: "backslash", position: 3 });
  });

  it("come back the same from the line made of them", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (list) => {
        expect(parsed(formatArguments(list))).toEqual(list);
      }),
    );
  });

  it("read any line without failing", () => {
    const nasty = fc.string({ unit: fc.constantFrom("'", '"', "\\", " ", "a", "$", "\n") });
    fc.assert(
      fc.property(nasty, (line) => {
        const result = parseArguments(line);
        if (result.kind === "arguments") expect(parsed(formatArguments(result.arguments))).toEqual(result.arguments);
        else
          expect(line.charAt(result.position)).toBe(
            result.problem === "backslash" ? "\\" : line.charAt(result.position),
          );
      }),
    );
  });
});
