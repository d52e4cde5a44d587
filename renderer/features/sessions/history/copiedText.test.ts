import { describe, expect, it } from "vitest";
import { copiedText } from "./copiedText.ts";

const rows = [
  { text: "\x1b[32m$ \x1b[0mecho long   ", wrapped: false },
  { text: "", wrapped: false },
  { text: "one line that ", wrapped: false },
  { text: "goes on", wrapped: true },
];
const rowAt = (row: number) => rows[row];

describe("copying from the history", () => {
  it("copies without colours, without trailing blanks, with empty lines", () => {
    expect(copiedText(rowAt, { row: 0, column: 2 }, { row: 2, column: 3 })).toBe("echo long\n\none");
  });

  it("joins a line that the terminal wrapped", () => {
    expect(copiedText(rowAt, { row: 2, column: 0 }, { row: 3, column: 7 })).toBe("one line that goes on");
  });

  it("copies a part of one row", () => {
    expect(copiedText(rowAt, { row: 0, column: 2 }, { row: 0, column: 6 })).toBe("echo");
  });
});
