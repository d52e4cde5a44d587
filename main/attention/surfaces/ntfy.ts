import type { AttentionItem, AttentionKind } from "#shared/contract/attention.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { cleanText } from "../items/cleanText.ts";
import { needsAnswer } from "../items/itemRequest.ts";
import { attentionTexts } from "../texts.ts";

/** Names of emoji that ntfy puts before the title. */
const tags: Readonly<Record<AttentionKind, string>> = {
  permission: "lock",
  question: "question",
  waiting: "hourglass",
  finished: "white_check_mark",
  failed: "x",
  bell: "bell",
  notification: "speech_balloon",
};

/** What ntfy takes as a message (https://docs.ntfy.sh/publish/): the text as body, the rest in headers. */
export interface NtfyMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `link` opens the item; none while phones cannot connect. Details of an item (commands, changes) stay here. */
export function ntfyMessage(item: AttentionItem, language: Language, link: string | null): NtfyMessage {
  const title = `${item.who} ${attentionTexts(language).kinds[item.kind]}`;
  return {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      title: encodedWords(title),
      // 4 is "high", 3 the default.
      priority: needsAnswer(item) || item.kind === "failed" ? "4" : "3",
      tags: tags[item.kind],
      ...(link === null ? {} : { click: link }),
    },
    // Above 4096 bytes ntfy makes a file of it.
    body: cleanText(item.text, 1000),
  };
}

/** Headers are ASCII; what is not is written as encoded words (RFC 2047), which ntfy reads. */
export function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    // 45 bytes are 60 in base64: with what is around them a word stays below the limit of 75.
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`).join(" ");
}
