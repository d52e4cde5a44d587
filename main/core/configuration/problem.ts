import type { Texts } from "#shared/configuration/settingMeta.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";

/** Where something stands that is wrong. Lines and columns count from 1; a variable or a flag has neither. */
export interface Place {
  /** A file's path, a variable's name, or "the command line". */
  readonly where: string;
  readonly line?: number;
  readonly column?: number;
}

/** One thing that is wrong with the configuration, for a person to correct. */
export interface ConfigurationProblem extends Place {
  /** As in `sessions.maximum`; empty where it is about the whole file. */
  readonly path: string;
  readonly texts: Texts;
  /** What a misspelt name was probably meant to be. */
  readonly suggestion?: string;
}

/** The problem in one line: `config.json:4:13: sessions.maximum must be a whole number, but is a text`. */
export function problemLine(problem: ConfigurationProblem, language: Language = "en"): string {
  const position = problem.line === undefined ? "" : `:${problem.line}:${problem.column ?? 1}`;
  const subject = problem.path === "" ? "" : `${problem.path} `;
  return `${problem.where}${position}: ${subject}${problem.texts[language]}${suggestionText(problem, language)}`;
}

function suggestionText({ suggestion }: ConfigurationProblem, language: Language): string {
  if (suggestion === undefined) return "";
  return language === "en" ? `; did you mean “${suggestion}”?` : `；是否想写“${suggestion}”？`;
}

/** All problems as the one error that keeps the app from starting half-configured. */
export function configurationInvalid(problems: readonly ConfigurationProblem[]): AppError {
  return new AppError("CONFIGURATION_INVALID", {
    message: problems.map((problem) => problemLine(problem)).join("\n"),
    details: {
      problems: problems.map((problem) => ({
        ...problem,
        lines: { en: problemLine(problem), "zh-CN": problemLine(problem, "zh-CN") },
      })),
    },
  });
}
