import { create } from "qrcode";
import { describe, expect, it } from "vitest";
import { qrLines } from "./pairQr.ts";

const link = `https://a-rather-long-name-for-a-computer.local:65535/#pair=${"x".repeat(32)}`;

/** What a camera sees: true where it is dark. `background` is the terminal's. */
function look(lines: readonly string[], background: "dark" | "light"): boolean[][] {
  const rows: boolean[][] = [];
  for (const line of lines) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it is about
    const isColoured = /\u001b\[38;5;16;48;5;231m/.test(line);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it is about
    const cells = [...line.replace(/\u001b\[[\d;]*m/g, "")];
    const isInkDark = isColoured || background === "light";
    for (const drawn of ["█▀", "█▄"]) rows.push(cells.map((cell) => drawn.includes(cell) === isInkDark));
  }
  return rows;
}

function expected(text: string): boolean[][] {
  const { modules } = create(text, { errorCorrectionLevel: "L" });
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_cell, column) => modules.get(row, column) === 1),
  );
}

function inner(rows: boolean[][], size: number): boolean[][] {
  return rows.slice(2, 2 + size).map((row) => row.slice(2, 2 + size));
}

describe("the QR code in a terminal", () => {
  it("fits 80 columns and half of a terminal's rows", () => {
    for (const hasColours of [true, false]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it is about
      const widths = qrLines(link, hasColours).map((line) => [...line.replace(/\u001b\[[\d;]*m/g, "")].length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(80);
      expect(new Set(widths).size).toBe(1);
    }
  });

  it("is dark on light in any terminal that has colours, and in a dark one without", () => {
    const code = expected(link);
    for (const background of ["dark", "light"] as const)
      expect(inner(look(qrLines(link, true), background), code.length)).toEqual(code);
    expect(inner(look(qrLines(link, false), "dark"), code.length)).toEqual(code);
  });

  it("is the exact negative in a light terminal without colours", () => {
    const code = expected(link);
    const seen = inner(look(qrLines(link, false), "light"), code.length);
    expect(seen).toEqual(code.map((row) => row.map((isDark) => !isDark)));
  });

  it("has a light margin all around", () => {
    const rows = look(qrLines(link, true), "dark");
    const size = expected(link).length;
    for (const row of rows) expect([row.slice(0, 2), row.slice(size + 2)].flat()).toEqual([false, false, false, false]);
    for (const row of [...rows.slice(0, 2), ...rows.slice(size + 2, size + 4)]) expect(row).not.toContain(true);
  });
});
