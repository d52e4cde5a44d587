import { describe, expect, test } from "vitest";
import tokensSource from "./tokens.css?raw";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx,css}", "!../**/*.test.{ts,tsx}", "!./tokens.css"], {
  query: "?raw",
  import: "default",
  eager: true,
});
/** One a theme, in the file's order: light, dark, contrast. */
const blocks: readonly string[] = tokensSource.split(/^:root/m).slice(1);
const themes = ["light", "dark", "contrast"] as const;

/** The tokens of each theme; a theme that leaves one out has the light one's. */
function readThemes(): Readonly<Record<(typeof themes)[number], ReadonlyMap<string, string>>> {
  const [light = new Map(), dark = new Map(), contrast = new Map()] = blocks.map(
    (block) =>
      new Map(
        [...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})\b/g)].map(([, name = "", value = ""]) => [name, value]),
      ),
  );
  return { light, dark: new Map([...light, ...dark]), contrast: new Map([...light, ...contrast]) };
}

/** WCAG 2 contrast of two colours, from 1 to 21. */
function contrastOf(first: string, second: string): number {
  const [lighter = 0, darker = 0] = [luminance(first), luminance(second)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const surfaces = ["surface-sunken", "surface", "surface-main", "surface-raised"];
const states = ["surface-hover", "surface-selected"];
const pairs: readonly (readonly [string, string])[] = [
  ...["text", "text-muted", "text-faint", "accent", "danger"].flatMap((text) =>
    surfaces.map((surface) => [text, surface] as const),
  ),
  ...["text", "text-muted"].flatMap((text) => states.map((surface) => [text, surface] as const)),
  ...["text", "text-muted", "text-faint"].map((text) => [text, "surface-field"] as const),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger"],
  ["on-danger", "danger-hover"],
  ["text", "accent-soft"],
  ["text-muted", "accent-soft"],
  ["text", "attention-soft"],
  ["text-muted", "attention-soft"],
  ["attention", "attention-soft"],
  ["on-attention", "attention-mark"],
  ["danger", "danger-soft"],
  ["terminal-foreground", "terminal-background"],
  ["terminal-foreground", "terminal-selection"],
];
const terminalColors = ["red", "green", "yellow", "blue", "magenta", "cyan", "white"].map((name) => `terminal-${name}`);

describe("the design tokens", () => {
  const all = readThemes();

  for (const theme of themes) {
    const tokens = all[theme];
    const contrast = (first: string, second: string): number =>
      contrastOf(tokens.get(first) ?? "", tokens.get(second) ?? "");
    const least = theme === "contrast" ? 7 : 4.5;

    test(`are readable in the ${theme} theme (${least}:1)`, () => {
      const tooLow = pairs
        .filter(([text, surface]) => !(contrast(text, surface) >= least))
        .map(([text, surface]) => `${text} on ${surface}: ${contrast(text, surface).toFixed(2)}`);
      expect(tooLow).toEqual([]);
    });

    test(`keep a terminal's colours readable in the ${theme} theme`, () => {
      const tooLow = terminalColors.filter((color) => !(contrast(color, "terminal-background") >= 4.5));
      expect(tooLow).toEqual([]);
    });

    test(`show focus and "needs you" in the ${theme} theme (3:1)`, () => {
      for (const surface of surfaces) {
        expect(contrast("focus", surface)).toBeGreaterThanOrEqual(3);
        expect(contrast("attention-mark", surface)).toBeGreaterThanOrEqual(theme === "light" ? 2.6 : 3);
      }
    });
  }

  test("exist in each theme, so that none shows through from another", () => {
    const own = blocks.map((block) => [...block.matchAll(/--([a-z-]+):\s*#/g)].map(([, name]) => name).sort());
    expect(own[1]).toEqual(own[0]);
    expect(own[2]).toEqual(own[0]);
  });

  test("are the only place where a colour is written down", () => {
    const literal =
      /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b(?!["'}\w-]*\))|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch)\(/gi;
    const found = Object.entries(sources).flatMap(([path, source]) => {
      const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      return [...code.matchAll(literal)].map(([color]) => `${path}: ${color}`);
    });
    expect(found).toEqual([]);
    expect(Object.keys(sources).length).toBeGreaterThan(50);
  });
});
