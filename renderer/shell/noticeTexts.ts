import type { Notice } from "#shared/contract/system.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Text } from "../i18n/text.ts";

type Code = Notice["code"];

interface NoticeText {
  /** For the status bar, where it stands there. */
  readonly short?: Text;
  readonly title: Text;
  /** Whether anything is lost, and what to do. */
  readonly body: Text;
}

const places = {
  "disk-full": "attention",
  "disk-low": "attention",
  "database-set-aside": "attention",
  "sessions-interrupted": "banner",
  "secrets-in-vault": "status-bar",
  "relay-failed": "attention",
  "certificate-problem": "attention",
  "model-budget": "banner",
} as const satisfies Record<Code, string>;

/**
 * Where a notice stands. `attention`: somebody must act, or something will be lost; only these may wear the colour that means so.
 * `banner`: there is something to do about it now. `status-bar`: good to know, and nothing more.
 */
export function noticePlace(code: Code): (typeof places)[Code] {
  return places[code];
}

/** A placeholder without a value stays visible; the server gives all that stand here. */
export const noticeTexts: Record<Language, Record<Code, NoticeText>> = {
  en: {
    "disk-full": {
      title: "The disk is full.",
      body: "Tools go on running, but their output is no longer kept. Free some space; recording then continues by itself.",
    },
    "disk-low": {
      title: "The disk is almost full.",
      body: "Free some space soon, or the history of sessions can no longer be kept.",
    },
    "database-set-aside": {
      title: "The database was damaged and has been put aside.",
      body: "Quarterdeck began with a fresh one. The old file is kept unchanged in the data folder.",
    },
    "secrets-in-vault": {
      short: "No keychain",
      title: "There is no system keychain here.",
      body: "Secrets are kept in an encrypted file that only you can read.",
    },
    "sessions-interrupted": {
      title: "Sessions were cut off when Quarterdeck last ended.",
      body: "Nothing that was recorded is lost. Open one to restart it.",
    },
    "relay-failed": {
      title: "Phones can’t connect.",
      body: "{reason}",
    },
    "certificate-problem": {
      title: "The new certificate for phones can’t be used; the one before stays in force.",
      body: "{reason}",
    },
    "model-budget": {
      title: "Most of today’s budget for models is spent.",
      body: "{spent} of {daily} {currency}. Above it, models with prices stop answering until tomorrow.",
    },
  },
  "zh-CN": {
    "disk-full": { title: "磁盘已满。", body: "工具会继续运行，但输出不再保存。请释放空间，之后会自动继续记录。" },
    "disk-low": { title: "磁盘空间即将用尽。", body: "请尽快释放空间，否则将无法继续保存会话历史。" },
    "database-set-aside": {
      title: "数据库已损坏，已另行保存。",
      body: "Quarterdeck 已使用新的数据库启动。旧文件原样保留在数据文件夹中。",
    },
    "secrets-in-vault": {
      short: "无钥匙串",
      title: "此系统没有可用的钥匙串。",
      body: "机密信息保存在仅你可读的加密文件中。",
    },
    "sessions-interrupted": {
      title: "Quarterdeck 上次结束时，部分会话被中断。",
      body: "已记录的内容没有丢失。打开会话即可重新启动。",
    },
    "relay-failed": { title: "手机无法连接。", body: "{reason}" },
    "certificate-problem": { title: "新的手机连接证书无法使用，仍沿用原有证书。", body: "{reason}" },
    "model-budget": {
      title: "今天的模型预算已用去大半。",
      body: "已用 {spent}/{daily} {currency}。超出后，已设价格的模型今天不再回答。",
    },
  },
};
