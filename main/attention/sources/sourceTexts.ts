import type { Language } from "#shared/errors/errorTexts.ts";

/** What sessions are said to do, in both languages. */
export interface SourceTexts {
  readonly bell: (times: number) => string;
  readonly waits: string;
  readonly failed: (code: number | null, signal: string | null) => string;
}

const english: SourceTexts = {
  bell: (times) => (times === 1 ? "Rang the bell" : `Rang the bell ${times} times`),
  waits: "Has worked and waits for you",
  failed: (code, signal) => (signal === null ? `Ended with exit code ${code ?? "?"}` : `Was ended by ${signal}`),
};

const chinese: SourceTexts = {
  bell: (times) => (times === 1 ? "响铃了" : `响铃 ${times} 次`),
  waits: "工作告一段落，正在等待你",
  failed: (code, signal) => (signal === null ? `已结束，退出码 ${code ?? "?"}` : `被 ${signal} 终止`),
};

export function sourceTexts(language: Language): SourceTexts {
  return language === "zh-CN" ? chinese : english;
}
