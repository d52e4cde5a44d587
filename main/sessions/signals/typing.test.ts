import { expect, it } from "vitest";
import { meaningOf } from "./typing.ts";

it.each([
  ["y", "typed"],
  ["\r", "typed"],
  ["\x1b", "typed"],
  ["\x1b[A", "moved"],
  ["\x1bOB\x1b[1;5C\t\x1b[Z\x1b[5~", "moved"],
  ["\x1b[B\r", "typed"],
  ["\x1b[200~pasted\x1b[201~", "typed"],
  ["\x1b[Iy", "typed"],
  ["\x1b[I", "looked"],
  ["\x1b[O\x1b[I", "looked"],
  ["\x1b[O", "none"],
  ["\x1b[<35;10;5M\x1b[<35;11;5M", "none"],
  ["\x1b[M !!", "none"],
  ["\x1b[12;40R", "none"],
  ["\x1b[?62;22c\x1b[>0;276;0c", "none"],
  ["\x1b]11;rgb:0000/0000/0000\x1b\\", "none"],
  ["", "none"],
])("input %j means: %s", (input, meaning) => {
  expect(meaningOf(Buffer.from(input))).toBe(meaning);
});
