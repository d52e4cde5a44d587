import { isAnswerableAtAGlance } from "#shared/attention/answerableAtAGlance.ts";
import type { PushMessage } from "#shared/attention/pushMessage.ts";
import type { AttentionItem, AttentionKind } from "#shared/contract/attention.ts";
import type { Text } from "../i18n/text.ts";

/** A notification as the browser takes it; `actions` is missing in TypeScript's own list. */
export interface Notice {
  readonly title: string;
  readonly options: {
    readonly body: string;
    readonly tag: string;
    readonly icon: string;
    readonly badge: string;
    readonly silent: boolean;
    readonly requireInteraction: boolean;
    readonly data: { readonly item: string };
    readonly actions: readonly { readonly action: string; readonly title: string }[];
  };
}

/** The words for why somebody is needed, in one language. */
export type KindTexts = Readonly<Record<`kind${Capitalize<AttentionKind>}`, Text>>;

/** Browsers show two at most; three answers of which one is missing would mislead. */
const maximumButtons = 2;

/** What a push message alone says. No buttons: whether an answer can be brought to the server is not known yet. */
export function noticeOfMessage({ id, kind, who, text }: PushMessage, texts: KindTexts): Notice {
  return notice({ id, title: titleOf(who, kind, texts), body: text, isSilent: false, choices: [] });
}

/**
 * The same once the server was asked: with the answers as buttons, as they are all that is possible and can be given, and all they are about
 * can be read there.
 */
export function noticeOfItem(item: AttentionItem, texts: KindTexts): Notice {
  const { id, kind, who, text, detail, choices, acceptsText } = item;
  const isWhole = choices.length <= maximumButtons && !acceptsText && isAnswerableAtAGlance(item);
  const body = detail === null ? text : `${text}\n${detail}`;
  // It has rung already, with the message that brought it.
  return notice({ id, title: titleOf(who, kind, texts), body, isSilent: true, choices: isWhole ? choices : [] });
}

interface NoticeParts {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly isSilent: boolean;
  readonly choices: AttentionItem["choices"];
}

function notice({ id, title, body, isSilent, choices }: NoticeParts): Notice {
  return {
    title,
    options: {
      body,
      tag: id,
      icon: "./icon-192.png",
      badge: "./badge-96.png",
      silent: isSilent,
      requireInteraction: choices.length > 0,
      data: { item: id },
      actions: choices.map((choice) => ({ action: `${answerPrefix}${choice.id}`, title: choice.label })),
    },
  };
}

const answerPrefix = "answer:";

/** The choice behind a pressed button; null for the notification itself. */
export function choiceOfAction(action: string): string | null {
  return action.startsWith(answerPrefix) ? action.slice(answerPrefix.length) : null;
}

/** The item behind a notification; null for one that is not ours to open. */
export function itemOfData(data: unknown): string | null {
  const item = typeof data === "object" && data !== null && "item" in data ? data.item : null;
  return typeof item === "string" ? item : null;
}

const kindKeys: Readonly<Record<AttentionKind, keyof KindTexts>> = {
  permission: "kindPermission",
  question: "kindQuestion",
  waiting: "kindWaiting",
  finished: "kindFinished",
  failed: "kindFailed",
  bell: "kindBell",
  notification: "kindNotification",
};

function titleOf(who: string, kind: AttentionKind, texts: KindTexts): string {
  const word = texts[kindKeys[kind]];
  return typeof word === "string" ? `${who} · ${word}` : who;
}
