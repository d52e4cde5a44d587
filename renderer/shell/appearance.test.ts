import { describe, expect, test } from "vitest";
import { appearanceFromSettings, createAppearanceStore, resolveTheme } from "./appearance.ts";

describe("the appearance", () => {
  test("is read from the configuration, each damaged value replaced alone", () => {
    const values = {
      "appearance.theme": "dark",
      "appearance.language": "kl",
      "appearance.terminalFontSize": 15,
      "sessions.maximum": 3,
    };
    expect(appearanceFromSettings(values)).toMatchObject({
      theme: "dark",
      language: "system",
      terminalFontSize: 15,
      terminalScrollback: 5000,
    });
  });

  test("is remembered by the browser, and a damaged memory is as none", () => {
    const memory = new Map<string, string>();
    const storage = {
      getItem: (key: string) => memory.get(key) ?? null,
      setItem: (key: string, value: string) => void memory.set(key, value),
    };
    createAppearanceStore(storage).setState({ theme: "contrast" });
    expect(createAppearanceStore(storage).getState().theme).toBe("contrast");
    for (const key of memory.keys()) memory.set(key, "{");
    expect(createAppearanceStore(storage).getState().theme).toBe("system");
    expect(createAppearanceStore(null).getState().theme).toBe("system");
  });

  test("follows the system only if it is asked to", () => {
    expect(resolveTheme("system", { prefersDark: true, prefersContrast: false })).toBe("dark");
    expect(resolveTheme("system", { prefersDark: true, prefersContrast: true })).toBe("contrast");
    expect(resolveTheme("light", { prefersDark: true, prefersContrast: true })).toBe("light");
  });
});
