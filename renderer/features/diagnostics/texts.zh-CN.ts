import type { Translation } from "../../i18n/text.ts";
import type { diagnosticsEn } from "./texts.en.ts";

export const diagnosticsZhCn: Translation<typeof diagnosticsEn> = {
  title: "诊断",
};
