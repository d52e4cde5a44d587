import { describe, expect, it } from "vitest";
import { pairingWordList, wordsOf } from "./words.ts";

describe("the words of pairing", () => {
  it("are one for each value of a byte, and none twice in either language", () => {
    expect(pairingWordList).toHaveLength(256);
    for (const language of ["en", "zh-CN"] as const)
      expect(new Set(pairingWordList.map((word) => word[language])).size).toBe(256);
  });

  it("are short and plain in both languages", () => {
    for (const { en, "zh-CN": chinese } of pairingWordList) {
      expect(en).toMatch(/^[a-z]{3,9}$/);
      expect(chinese).toMatch(/^\p{Script=Han}{2,3}$/u);
    }
  });

  it("are told apart by their first four letters, and none begins another", () => {
    const beginnings = pairingWordList.map(({ en }) => en.slice(0, 4));
    expect(new Set(beginnings).size).toBe(256);
    for (const language of ["en", "zh-CN"] as const) {
      const words = pairingWordList.map((word) => word[language]);
      for (const word of words) expect(words.filter((other) => other.startsWith(word))).toEqual([word]);
    }
  });

  it("stand in the order that is part of the protocol", () => {
    expect(wordsOf([0, 1, 128, 255], "en")).toEqual(["abacus", "acorn", pairingWordList[128]?.en, "zipper"]);
    expect(wordsOf([255, 0, 0, 255], "zh-CN")).toEqual(["拉链", "算盘", "算盘", "拉链"]);
  });
});
