import type { PushMessage } from "#shared/attention/pushMessage.ts";
import type { AttentionChoice, AttentionKind } from "#shared/contract/attention.ts";
import type { Text } from "../i18n/text.ts";

/** A notification as the browser takes it; `actions` is missing in TypeScript's own list. */
export interface Notice {
  readonly title: string;
  readonly options: {
    readonly body: string;
    readonly tag: string;
    readonly icon: string;
    readonly badge: string;
    readonly timestamp?: number;
    readonly silent?: boolean;
    readonly requireInteraction?: boolean;
    readonly data: { readonly item: string };
    readonly actions: readonly { readonly action: string; readonly title: string }[];
  };
}

/** The words for why somebody is needed, in one language. */
export type KindTexts = Readonly<Record<`kind${Capitalize<AttentionKind>}`, Text>>;

/** What a notification shows. Buttons only where `canAnswer`: one that only opens the page would be taken for an answer. */
export function noticeOf(message: PushMessage, texts: KindTexts, canAnswer: boolean): Notice {
  const common = { tag: message.id, icon: "./icon-192.png", badge: "./badge-96.png", data: { item: message.id } };
  if (message.kind === "settled")
    return {
      title: message.who,
      options: { ...common, body: message.text, silent: true, actions: [] },
    };
  const kind = texts[`kind${capitalized(message.why)}`];
  return {
    title: typeof kind === "string" ? `${message.who} · ${kind}` : message.who,
    options: {
      ...common,
      body: message.text,
      timestamp: message.createdAt,
      silent: message.isQuiet,
      requireInteraction: message.choices.length > 0,
      actions: canAnswer ? message.choices.map(({ id, label }) => ({ action: actionOf(id), title: label })) : [],
    },
  };
}

const answerPrefix = "answer:";

function actionOf(choice: AttentionChoice["id"]): string {
  return `${answerPrefix}${choice}`;
}

/** The choice behind a pressed button; null for the notification itself. */
export function choiceOfAction(action: string): string | null {
  return action.startsWith(answerPrefix) ? action.slice(answerPrefix.length) : null;
}

function capitalized<S extends string>(word: S): Capitalize<S> {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}` as Capitalize<S>;
}
