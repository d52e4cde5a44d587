import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ansiSpans, fixedPaletteColor, withoutAnsi } from "./ansiSpans.ts";

describe("colours in history rows", () => {
  it("splits a row where its style changes", () => {
    expect(ansiSpans("a\x1b[1;31mb\x1b[0mc")).toEqual([
      { text: "a", style: {} },
      { text: "b", style: { bold: true, foreground: { kind: "palette", index: 1 } } },
      { text: "c", style: {} },
    ]);
  });

  it("understands 256 and true colours, in both notations", () => {
    const green = { kind: "rgb", value: "#00ff10" };
    for (const code of ["38;2;0;255;16", "38:2:0:255:16", "38:2::0:255:16"])
      expect(ansiSpans(`\x1b[${code}mx`)[0]?.style).toEqual({ foreground: green });
    expect(ansiSpans("\x1b[48;5;196;3mx")[0]?.style).toEqual({
      background: { kind: "palette", index: 196 },
      italic: true,
    });
  });

  it("turns attributes off again one by one", () => {
    expect(ansiSpans("\x1b[1;2;4;7;9mx\x1b[22;24;27;29my").map(({ style }) => Object.keys(style).length)).toEqual([
      5, 0,
    ]);
    expect(ansiSpans("\x1b[91;104mx\x1b[39;49my")[1]?.style).toEqual({});
    expect(ansiSpans("\x1b[4mx\x1b[4:0my")[1]?.style).toEqual({});
  });

  it("leaves other escape sequences out of the text", () => {
    expect(withoutAnsi("\x1b]8;;http://a\x07link\x1b]8;;\x07\x1b[2K\x1b(B!")).toBe("link!");
    expect(ansiSpans("\x1b[Hx")).toEqual([{ text: "x", style: {} }]);
  });

  it("keeps every visible character", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\x1b", "")),
      fc.array(fc.nat({ max: 255 }), { maxLength: 6 }).map((codes) => `\x1b[${codes.join(";")}m`),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const visible = pieces.filter((text) => !text.startsWith("\x1b")).join("");
        expect(
          ansiSpans(pieces.join(""))
            .map(({ text }) => text)
            .join(""),
        ).toBe(visible);
      }),
    );
  });

  it("knows the fixed part of the palette", () => {
    expect([
      fixedPaletteColor(3),
      fixedPaletteColor(16),
      fixedPaletteColor(196),
      fixedPaletteColor(231),
      fixedPaletteColor(232),
      fixedPaletteColor(255),
    ]).toEqual([null, "#000000", "#ff0000", "#ffffff", "#080808", "#eeeeee"]);
  });
});
