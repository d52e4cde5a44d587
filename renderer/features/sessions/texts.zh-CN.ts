import type { Translation } from "../../i18n/text.ts";
import type { sessionsEn } from "./texts.en.ts";

export const sessionsZhCn: Translation<typeof sessionsEn> = {
  title: "会话",
};
