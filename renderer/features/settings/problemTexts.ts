import { z } from "zod";
import { assertNever } from "#shared/assertNever.ts";
import type { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Translate } from "../../i18n/texts.ts";
import type { InputProblem } from "./fieldInput.ts";

/** What a person reads about an input that was not sent. */
export function inputProblemText(t: Translate, problem: InputProblem): string {
  switch (problem.kind) {
    case "notANumber":
      return t("settings.notANumber");
    case "notWhole":
      return t("settings.notWhole");
    case "tooSmall":
      return t("settings.tooSmall", { minimum: problem.minimum });
    case "tooLarge":
      return t("settings.tooLarge", { maximum: problem.maximum });
    case "missing":
      return t("settings.missing");
    case "tooLong":
      return t("settings.tooLong", { maximum: problem.maximum });
    case "wrongForm":
      return t("settings.wrongForm");
    case "notAPair":
      return t("settings.notAPair", { line: problem.line });
    case "wrongLine":
      return t("settings.wrongLine", { line: problem.line });
    default:
      return assertNever(problem);
  }
}

const serverProblems = z.object({
  problems: z.array(z.object({ path: z.string(), texts: z.object({ en: z.string(), "zh-CN": z.string() }) })),
});

/** What the server found wrong, in its own words: the path below `setting` (empty for itself) and the text. Empty for other errors. */
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
