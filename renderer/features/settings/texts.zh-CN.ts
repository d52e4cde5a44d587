import type { Translation } from "../../i18n/text.ts";
import type { settingsEn } from "./texts.en.ts";

export const settingsZhCn: Translation<typeof settingsEn> = {
  title: "设置",
};
