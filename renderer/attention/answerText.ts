import { assertNever } from "#shared/assertNever.ts";
import type { AttentionItem, AttentionKind } from "#shared/contract/attention.ts";
import type { Translate } from "../i18n/texts.ts";

/** Why somebody is needed, in a word or two. */
export function kindText(kind: AttentionKind, t: Translate): string {
  switch (kind) {
    case "permission":
      return t("attention.kindPermission");
    case "question":
      return t("attention.kindQuestion");
    case "waiting":
      return t("attention.kindWaiting");
    case "finished":
      return t("attention.kindFinished");
    case "failed":
      return t("attention.kindFailed");
    case "bell":
      return t("attention.kindBell");
    case "notification":
      return t("attention.kindNotification");
    default:
      return assertNever(kind);
  }
}

/** How a settled item ended and by whom: "Allow · by Anna’s phone". Of an open one, that it is. */
export function answerText(item: AttentionItem, t: Translate): string {
  const { answer } = item;
  if (answer) {
    const chosen = item.choices.find(({ id }) => id === answer.choice)?.label ?? answer.choice;
    const words = [chosen, answer.text === null ? null : `“${answer.text}”`].filter((part) => part !== null).join(" ");
    return t("attention.answeredBy", { answer: words === "" ? t("attention.answered") : words, who: answer.by.label });
  }
  return item.state === "open" ? t("attention.open") : closedText(item.closedBy, t);
}

function closedText(reason: AttentionItem["closedBy"], t: Translate): string {
  switch (reason) {
    case "terminal":
      return t("attention.closedTerminal");
    case "went-on":
      return t("attention.closedWentOn");
    case "session-ended":
      return t("attention.closedSessionEnded");
    case "dismissed":
      return t("attention.closedDismissed");
    case "replaced":
      return t("attention.closedReplaced");
    case "expired":
      return t("attention.closedExpired");
    case null:
      return t("attention.closed");
    default:
      return assertNever(reason);
  }
}
