import type { Language } from "#shared/errors/errorTexts.ts";
import { appEn } from "../app/texts.en.ts";
import { appZhCn } from "../app/texts.zh-CN.ts";
import { attentionEn } from "../attention/texts.en.ts";
import { attentionZhCn } from "../attention/texts.zh-CN.ts";
import { connectionEn } from "../connection/texts.en.ts";
import { connectionZhCn } from "../connection/texts.zh-CN.ts";
import { chatEn } from "../features/chat/texts.en.ts";
import { chatZhCn } from "../features/chat/texts.zh-CN.ts";
import { diagnosticsEn } from "../features/diagnostics/texts.en.ts";
import { diagnosticsZhCn } from "../features/diagnostics/texts.zh-CN.ts";
import { inboxEn } from "../features/inbox/texts.en.ts";
import { inboxZhCn } from "../features/inbox/texts.zh-CN.ts";
import { modelsEn } from "../features/models/texts.en.ts";
import { modelsZhCn } from "../features/models/texts.zh-CN.ts";
import { phonesEn } from "../features/phones/texts.en.ts";
import { phonesZhCn } from "../features/phones/texts.zh-CN.ts";
import { sessionsEn } from "../features/sessions/texts.en.ts";
import { sessionsZhCn } from "../features/sessions/texts.zh-CN.ts";
import { settingsEn } from "../features/settings/texts.en.ts";
import { settingsZhCn } from "../features/settings/texts.zh-CN.ts";
import { pairingEn } from "../pairing/texts.en.ts";
import { pairingZhCn } from "../pairing/texts.zh-CN.ts";
import type { Text, Texts, ValuesArguments } from "./text.ts";
import { formatText } from "./text.ts";

/** All texts of the interface: every feature owns its own two files and is listed here once a language. */
const english = {
  app: appEn,
  connection: connectionEn,
  attention: attentionEn,
  inbox: inboxEn,
  chat: chatEn,
  pairing: pairingEn,
  phones: phonesEn,
  sessions: sessionsEn,
  models: modelsEn,
  settings: settingsEn,
  diagnostics: diagnosticsEn,
} as const;

type Namespace = keyof typeof english;
type Keys = { [N in Namespace]: `${N}.${Extract<keyof (typeof english)[N], string>}` }[Namespace];

export const texts: Readonly<Record<Language, Readonly<Record<Namespace, Texts>>>> = {
  en: english,
  "zh-CN": {
    app: appZhCn,
    connection: connectionZhCn,
    attention: attentionZhCn,
    inbox: inboxZhCn,
    chat: chatZhCn,
    pairing: pairingZhCn,
    phones: phonesZhCn,
    sessions: sessionsZhCn,
    models: modelsZhCn,
    settings: settingsZhCn,
    diagnostics: diagnosticsZhCn,
  },
};

/** `feature.key`, as in `sessions.newSession`. */
export type TextKey = Keys;

type EnglishText<K extends TextKey> = K extends `${infer N}.${infer Key}`
  ? N extends Namespace
    ? Key extends keyof (typeof english)[N]
      ? Extract<(typeof english)[N][Key], Text>
      : never
    : never
  : never;

/** `t("settings.saved")`, `t("app.runningSessions", { count: 3 })`: the values are checked against the English text. */
export type Translate = <K extends TextKey>(key: K, ...values: ValuesArguments<EnglishText<K>>) => string;

/** The translation function of a language. */
export function createTranslate(language: Language): Translate {
  return (key, ...values) => {
    const dot = key.indexOf(".");
    const found = lookUp(texts[language], key.slice(0, dot), key.slice(dot + 1));
    return found === undefined ? key : formatText(found, language, values[0]);
  };
}

function lookUp(all: Readonly<Record<string, Texts>>, namespace: string, key: string): Text | undefined {
  return all[namespace]?.[key];
}
