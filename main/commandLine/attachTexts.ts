import type { Language } from "#shared/errors/errorTexts.ts";
import { commandKeyName } from "./attachKeys.ts";

/** What attach says, in the person's language. */
export interface AttachTexts {
  readonly driving: string;
  readonly watching: string;
  drivenBy(label: string): string;
  readonly connecting: string;
  readonly lost: string;
  readonly scrolling: string;
  readonly keys: string;
  readonly watchingKeys: string;
  detached(name: string): string;
  deleted(name: string): string;
  ended(name: string, how: { readonly exitCode: number | null; readonly signal: string | null }): string;
  readonly needsTerminal: string;
}

const detachKeys = `${commandKeyName} d`;

const texts: Record<Language, AttachTexts> = {
  en: {
    driving: "driving",
    watching: "watching",
    drivenBy: (label) => `driven by ${label}`,
    connecting: "connecting…",
    lost: "Connection lost. Reconnecting; keys are not sent.",
    scrolling: "Scrolling: ↑ ↓ PgUp PgDn, q to go back",
    keys: `${detachKeys} detach · ${commandKeyName} [ scroll · ${commandKeyName} t take over`,
    watchingKeys: `${detachKeys} detach · ${commandKeyName} [ scroll`,
    detached: (name) => `Detached from “${name}”. It keeps running.`,
    deleted: (name) => `“${name}” was deleted.`,
    ended(name, { exitCode, signal }) {
      if (signal !== null) return `“${name}” was ended by ${signal}.`;
      return exitCode === null
        ? `“${name}” was interrupted; how it ended isn’t known.`
        : `“${name}” ended with exit code ${exitCode}.`;
    },
    needsTerminal: "attach needs a terminal for both input and output",
  },
  "zh-CN": {
    driving: "正在操控",
    watching: "仅查看",
    drivenBy: (label) => `由 ${label} 操控`,
    connecting: "正在连接…",
    lost: "连接已断开，正在重新连接；期间按键不会发送。",
    scrolling: "回看：↑ ↓ PgUp PgDn，按 q 返回",
    keys: `${detachKeys} 分离 · ${commandKeyName} [ 回看 · ${commandKeyName} t 接管`,
    watchingKeys: `${detachKeys} 分离 · ${commandKeyName} [ 回看`,
    detached: (name) => `已与“${name}”分离，它仍在运行。`,
    deleted: (name) => `“${name}”已被删除。`,
    ended(name, { exitCode, signal }) {
      if (signal !== null) return `“${name}”被 ${signal} 终止。`;
      return exitCode === null ? `“${name}”已中断，结束状态未知。` : `“${name}”已结束，退出码 ${exitCode}。`;
    },
    needsTerminal: "attach 的输入和输出都必须是终端",
  },
};

/** The texts in a language. */
export function attachTexts(language: Language): AttachTexts {
  return texts[language];
}
