import type { z } from "zod";
import type { Texts } from "#shared/configuration/settingMeta.ts";

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, Texts>> = {
  string: { en: "a text", "zh-CN": "文本" },
  number: { en: "a number", "zh-CN": "数字" },
  int: { en: "a whole number", "zh-CN": "整数" },
  boolean: { en: "true or false", "zh-CN": "true 或 false" },
  array: { en: "a list", "zh-CN": "列表" },
  object: { en: "a group of settings", "zh-CN": "一组设置" },
  record: { en: "a group of names and values", "zh-CN": "一组名称与值" },
  null: { en: "null", "zh-CN": "null" },
  undefined: { en: "missing", "zh-CN": "缺失" },
};

/** What is wrong with a value, in words that fit after its path: "must be a whole number, but is a text". */
export function issueTexts(issue: Issue, value: unknown): Texts {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined ? missing : mustBe(named(issue.expected), named(kindOf(value)));
    case "invalid_value": {
      const choices = issue.values.map((choice) => `“${String(choice)}”`);
      return {
        en: `must be ${choices.join(", ")}`.replace(/, ([^,]*)$/, " or $1"),
        "zh-CN": `必须是${choices.join("、")}之一`,
      };
    }
    case "too_small":
      return limit(issue.origin, Number(issue.minimum), "atLeast");
    case "too_big":
      return limit(issue.origin, Number(issue.maximum), "atMost");
    case "invalid_key":
      return { en: "is not the name of an environment variable", "zh-CN": "不是有效的环境变量名" };
    case "invalid_format":
      return {
        en: `does not have the required form (${issue.message})`,
        "zh-CN": `格式不符合要求（${issue.pattern ?? issue.format}）`,
      };
    default:
      return { en: `is not valid: ${issue.message}`, "zh-CN": `无效：${issue.message}` };
  }
}

export const unknownSetting: Texts = { en: "is not a setting", "zh-CN": "不是有效的设置项" };

const missing: Texts = { en: "is missing", "zh-CN": "缺失" };

function mustBe(expected: Texts, actual: Texts): Texts {
  return {
    en: `must be ${expected.en}, but is ${actual.en}`,
    "zh-CN": `必须是${expected["zh-CN"]}，但实际是${actual["zh-CN"]}`,
  };
}

function limit(origin: string, bound: number, side: "atLeast" | "atMost"): Texts {
  const unit = { string: { en: " characters long", "zh-CN": "个字符" }, array: { en: " items long", "zh-CN": "项" } }[
    origin
  ] ?? { en: "", "zh-CN": "" };
  return side === "atLeast"
    ? { en: `must be at least ${bound}${unit.en}`, "zh-CN": `不能小于 ${bound}${unit["zh-CN"]}` }
    : { en: `must be at most ${bound}${unit.en}`, "zh-CN": `不能大于 ${bound}${unit["zh-CN"]}` };
}

function named(kind: string): Texts {
  return kinds[kind] ?? { en: kind, "zh-CN": kind };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
