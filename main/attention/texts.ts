import type { AttentionKind } from "#shared/contract/attention.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { CloseReason } from "./contract.ts";

/** What the core itself says to people about attention, where no page is there to say it. */
export interface AttentionTexts {
  /** What an item that nobody answered was ended by, as in "Already settled: {by}." */
  readonly closedBy: Readonly<Record<CloseReason, string>>;
  /** What is the matter, after the name of who needs somebody. */
  readonly kinds: Readonly<Record<AttentionKind, string>>;
  readonly test: { readonly who: string; readonly text: string };
}

const english: AttentionTexts = {
  closedBy: {
    terminal: "in the terminal",
    "went-on": "the session went on by itself",
    "session-ended": "the session has ended",
    dismissed: "somebody put it away",
    replaced: "a newer item took its place",
    expired: "it got too old",
  },
  kinds: {
    permission: "asks for permission",
    question: "has a question",
    waiting: "waits for you",
    finished: "has finished",
    failed: "has failed",
    bell: "rang the bell",
    notification: "has news",
  },
  test: { who: "Quarterdeck", text: "This is a test. If you can read it here, this way of reaching you works." },
};

const chinese: AttentionTexts = {
  closedBy: {
    terminal: "已在终端中处理",
    "went-on": "会话已自行继续",
    "session-ended": "会话已结束",
    dismissed: "已被搁置",
    replaced: "已被更新的提醒取代",
    expired: "已过期",
  },
  kinds: {
    permission: "请求许可",
    question: "有问题要问",
    waiting: "正在等待你",
    finished: "已完成",
    failed: "已失败",
    bell: "响铃提醒",
    notification: "有新消息",
  },
  test: { who: "Quarterdeck", text: "这是一条测试提醒。能在这里看到它，说明这种通知方式可用。" },
};

const texts: Readonly<Record<Language, AttentionTexts>> = { en: english, "zh-CN": chinese };

export function attentionTexts(language: Language): AttentionTexts {
  return texts[language];
}
