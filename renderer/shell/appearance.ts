import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { readJson } from "./browserStorage.ts";

const appearance = z.object({
  theme: z.enum(["system", "light", "dark", "contrast"]).catch("system"),
  language: z.enum(["system", "en", "zh-CN"]).catch("system"),
  terminalFontSize: z.number().min(6).max(40).catch(13),
  /** Empty means the bundled font. */
  terminalFontFamily: z.string().catch(""),
  terminalScrollback: z.number().int().min(0).catch(5000),
});

/** How things look on this screen. The configuration is where it is kept; the copy here is for the first frame and for signed-out pages. */
export type Appearance = z.infer<typeof appearance>;
export type ThemeChoice = Appearance["theme"];
export type Theme = Exclude<ThemeChoice, "system">;

/** The appearance part of the configuration's values, whose keys are paths such as `appearance.theme`. */
export function appearanceFromSettings(values: Readonly<Record<string, unknown>>): Appearance {
  const prefix = "appearance.";
  const entries = Object.entries(values).filter(([path]) => path.startsWith(prefix));
  return appearance.parse(Object.fromEntries(entries.map(([path, value]) => [path.slice(prefix.length), value])));
}

const storageKey = "quarterdeck.appearance";

/** The appearance in force, remembered by this browser. A storage that is denied or damaged only costs the memory. */
export function createAppearanceStore(storage: Pick<Storage, "getItem" | "setItem"> | null): StoreApi<Appearance> {
  const store = createStore<Appearance>(() => appearance.parse(readJson(storage?.getItem(storageKey) ?? null)));
  store.subscribe((next) => storage?.setItem(storageKey, JSON.stringify(next)));
  return store;
}

/** The theme to draw: the chosen one, or what the system prefers. */
export function resolveTheme(
  choice: ThemeChoice,
  system: { readonly prefersDark: boolean; readonly prefersContrast: boolean },
): Theme {
  if (choice !== "system") return choice;
  if (system.prefersContrast) return "contrast";
  return system.prefersDark ? "dark" : "light";
}
