import { isAnswerableAtAGlance } from "#shared/attention/answerableAtAGlance.ts";
import type { AttentionChoice, AttentionItem } from "#shared/contract/attention.ts";
import type { DesktopTexts } from "./texts.ts";

/** A system notification about an item. */
export interface AttentionNotice {
  readonly title: string;
  readonly body: string;
  /** What its buttons answer, in their order. */
  readonly buttons: readonly AttentionChoice[];
  readonly isUrgent: boolean;
}

/** Some systems show a few lines, some cut in the middle of them: the details must not push the question away. */
const maximumDetail = 200;

/** Allowing and denying have buttons, if they are all there is to choose: with a third choice the person should see it first. */
export function noticeOf(item: AttentionItem, texts: DesktopTexts): AttentionNotice {
  const { acceptsText, choices, detail, kind, text, who } = item;
  const plain = ["allow", "deny"].flatMap((role) => choices.find((choice) => choice.role === role) ?? []);
  const shownDetail = detail !== null && detail.length > maximumDetail ? `${detail.slice(0, maximumDetail)}…` : detail;
  return {
    title: `${who} ${texts.attention.kinds[kind]}`,
    body: [text, shownDetail].filter(Boolean).join("\n"),
    // What cannot be read whole here should not be allowed here.
    buttons: isAnswerableAtAGlance(item) ? plain : [],
    isUrgent: choices.length > 0 || acceptsText,
  };
}
