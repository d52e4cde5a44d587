import { assertNever } from "#shared/assertNever.ts";
import type { ModelPurpose } from "#shared/configuration/modelSettings.ts";
import type { Translate } from "../../i18n/texts.ts";

/** What a model is asked for, in a word or two. */
export function purposeTitle(t: Translate, purpose: ModelPurpose): string {
  switch (purpose) {
    case "default":
      return t("models.purposeDefault");
    case "chat":
      return t("models.purposeChat");
    case "meeting":
      return t("models.purposeMeeting");
    case "coding":
      return t("models.purposeCoding");
    case "working":
      return t("models.purposeWorking");
    case "intent":
      return t("models.purposeIntent");
    case "memory":
      return t("models.purposeMemory");
    default:
      return assertNever(purpose);
  }
}
