import type { Translation } from "../i18n/text.ts";
import type { appEn } from "./texts.en.ts";

export const appZhCn: Translation<typeof appEn> = {
  name: "Quarterdeck",
  skipToContent: "跳到内容",
  mainNavigation: "主导航",
  back: "返回",
  close: "关闭",
  cancel: "取消",
  dismiss: "收起",
  copy: "复制",
  copied: "已复制",
  copyFailed: "无法复制，请手动选择文本后复制。",
  loading: "正在加载…",
  more: "更多",
};
