import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createTranslate } from "../../i18n/texts.ts";
import { reasonText } from "./deliveryTexts.ts";

/** Every reason that docs/attention.md names. */
function documentedReasons(): string[] {
  const text = readFileSync(new URL("../../../docs/attention.md", import.meta.url), "utf8");
  const [, paragraph = ""] = /^Reasons: ([\s\S]*?)\n\n/m.exec(text) ?? [];
  return [...paragraph.matchAll(/`([a-z-]+)`/g)].flatMap(([, reason]) => reason ?? []);
}

describe.each(["en", "zh-CN"] as const)("why a delivery waits or failed, in %s", (language) => {
  const t = createTranslate(language);

  test("is told in words, whatever the reason", () => {
    const reasons = documentedReasons();
    expect(reasons).toContain("certificate");
    expect(reasons.filter((reason) => reasonText(reason, t) === reason)).toEqual([]);
  });

  test("names the status that a server answered with", () => {
    expect(reasonText("http-503", t)).toMatch(/\D 503$/);
  });
});
