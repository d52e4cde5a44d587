import { describe, expect, test } from "vitest";
import { errorTexts } from "#shared/errors/errorTexts.ts";
import { noticeTexts } from "../shell/noticeTexts.ts";
import { placeholdersOf, type Text, type Texts } from "./text.ts";
import { createTranslate, texts } from "./texts.ts";

const sources = Object.values(
  import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.{ts,tsx}"], {
    query: "?raw",
    import: "default",
    eager: true,
  }),
).join("\n");

/** Every text by its full key. */
function flatten(language: "en" | "zh-CN"): ReadonlyMap<string, Text> {
  const all: [string, Text][] = Object.entries(texts[language]).flatMap(([namespace, members]: [string, Texts]) =>
    Object.entries(members).map(([key, text]): [string, Text] => [`${namespace}.${key}`, text]),
  );
  return new Map(all);
}

function formsOf(text: Text): readonly string[] {
  return typeof text === "string" ? [text] : Object.values(text);
}

describe("the interface's texts", () => {
  const english = flatten("en");
  const chinese = flatten("zh-CN");

  test("exist in both languages under the same keys", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    expect(english.size).toBeGreaterThan(100);
  });

  test("ask for the same values in both languages", () => {
    for (const [key, text] of english)
      expect([key, placeholdersOf(chinese.get(key) ?? "")]).toEqual([key, placeholdersOf(text)]);
  });

  test("are never empty, and Chinese sentences end in Chinese punctuation", () => {
    for (const [key, text] of [...english, ...chinese])
      for (const form of formsOf(text)) expect([key, form.trim()]).not.toEqual([key, ""]);
    for (const [key, text] of chinese)
      for (const form of formsOf(text)) expect([key, /[\u4e00-\u9fff][.?!,]$/.test(form)]).toEqual([key, false]);
  });

  test("are all shown somewhere", () => {
    expect([...english.keys()].filter((key) => !sources.includes(`"${key}"`))).toEqual([]);
  });

  test("fill in values and choose the plural form", () => {
    const t = createTranslate("en");
    const zh = createTranslate("zh-CN");
    expect(t("app.runningSessions", { count: 1 })).toBe("1 session running");
    expect(t("app.runningSessions", { count: 1200 })).toBe("1,200 sessions running");
    expect(zh("app.runningSessions", { count: 1 })).toBe("1 个会话运行中");
    expect(t("app.goTo", { place: "{count}" })).toBe("Go to {count}");
  });

  test("name every notice and every error in both languages", () => {
    expect(Object.keys(noticeTexts["zh-CN"]).sort()).toEqual(Object.keys(noticeTexts.en).sort());
    expect(Object.keys(errorTexts["zh-CN"]).sort()).toEqual(Object.keys(errorTexts.en).sort());
  });
});
