import type { Language } from "#shared/errors/errorTexts.ts";

/** What hooks say to people. `{what}` is the tool's word for what it wants to do. */
export interface HookTexts {
  readonly wantsToRun: string;
  readonly wantsToChange: (file: string) => string;
  readonly wantsToUse: (what: string) => string;
  readonly hasPlan: string;
  readonly allow: string;
  readonly allowAlways: (rule: string) => string;
  readonly allowForSession: string;
  readonly deny: string;
  readonly finished: string;
  readonly waits: string;
  /** Shown in the tool itself while its hook waits. */
  readonly askedElsewhere: string;
  readonly denied: string;
}

const english: HookTexts = {
  wantsToRun: "Wants to run a command",
  wantsToChange: (file) => `Wants to change ${file}`,
  wantsToUse: (what) => `Wants to use ${what}`,
  hasPlan: "Has a plan and asks whether to carry it out",
  allow: "Allow",
  allowAlways: (rule) => `Allow, and from now on: ${rule}`,
  allowForSession: "Allow for this session",
  deny: "Deny",
  finished: "Has finished",
  waits: "Waits for your answer",
  askedElsewhere: "Asked in Quarterdeck; type to answer here",
  denied: "The user denied this.",
};

const chinese: HookTexts = {
  wantsToRun: "想要运行一条命令",
  wantsToChange: (file) => `想要修改 ${file}`,
  wantsToUse: (what) => `想要使用 ${what}`,
  hasPlan: "已有计划，询问是否执行",
  allow: "允许",
  allowAlways: (rule) => `允许，今后也允许：${rule}`,
  allowForSession: "本次会话内允许",
  deny: "拒绝",
  finished: "已完成",
  waits: "等待你的答复",
  askedElsewhere: "已在 Quarterdeck 中询问；在此输入即可在此回答",
  denied: "用户拒绝了此操作。",
};

export function hookTexts(language: Language): HookTexts {
  return language === "zh-CN" ? chinese : english;
}
