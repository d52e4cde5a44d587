import { z } from "zod";
import type { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";

const serverProblems = z.object({
  problems: z.array(z.object({ path: z.string(), texts: z.object({ en: z.string(), "zh-CN": z.string() }) })),
});

/** What the server found wrong with a setting, in its own words: the path below `setting` (empty for itself) and the text. Empty for other errors. */
export function serverProblemsOf(
  error: AppError,
  setting: string,
  language: Language,
): readonly { readonly path: string; readonly text: string }[] {
  const parsed = serverProblems.safeParse(error.details);
  if (!parsed.success) return [];
  return parsed.data.problems.map(({ path, texts }) => ({
    path: path === setting ? "" : path.startsWith(`${setting}.`) ? path.slice(setting.length + 1) : path,
    text: texts[language],
  }));
}
