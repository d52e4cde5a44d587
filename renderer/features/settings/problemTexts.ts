import { assertNever } from "#shared/assertNever.ts";
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
