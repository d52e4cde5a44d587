import { describe, expect, test } from "vitest";
import { formatAgo, formatBytes } from "./format.ts";
import { resolveLanguage } from "./language.ts";

describe("the language", () => {
  test("is the chosen one, whatever the system speaks", () => {
    expect(resolveLanguage("en", ["zh-CN"])).toBe("en");
  });

  test("is the first of the system's that we have, else English", () => {
    expect(resolveLanguage("system", ["fr-FR", "zh-Hant-TW", "en-GB"])).toBe("zh-CN");
    expect(resolveLanguage("system", ["en-GB", "zh-CN"])).toBe("en");
    expect(resolveLanguage("system", ["fr-FR"])).toBe("en");
  });
});

describe("figures", () => {
  test("say how long ago in the largest unit that fits", () => {
    const now = 10 * 86_400_000;
    expect(
      [0, 59_999, 60_000, 3_600_000, 2 * 86_400_000].map((elapsed) => formatAgo(now - elapsed, now, "en")),
    ).toEqual(["now", "now", "1m ago", "1h ago", "2d ago"]);
  });

  test("say sizes with one decimal below ten", () => {
    expect([0, 999, 1000, 1_540_000, 256_000_000].map((bytes) => formatBytes(bytes, "en"))).toEqual([
      "0 byte",
      "999 byte",
      "1 kB",
      "1.5 MB",
      "256 MB",
    ]);
  });
});
