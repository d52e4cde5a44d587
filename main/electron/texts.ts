import type { Language } from "#shared/errors/errorTexts.ts";
import { type AttentionTexts, attentionTexts } from "../attention/texts.ts";

/** Everything that menus, dialogs, the tray and notifications say. `{name}` is replaced by `fill`. */
export interface DesktopTexts {
  readonly menu: {
    readonly file: string;
    readonly edit: string;
    readonly view: string;
    readonly window: string;
    readonly help: string;
    readonly closeWindow: string;
    readonly quit: string;
    readonly undo: string;
    readonly redo: string;
    readonly cut: string;
    readonly copy: string;
    readonly paste: string;
    readonly selectAll: string;
    readonly reload: string;
    readonly developerTools: string;
    readonly actualSize: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fullScreen: string;
    readonly minimize: string;
    readonly openInBrowser: string;
    readonly about: string;
  };
  readonly tray: {
    readonly show: string;
    readonly nothingRuns: string;
    readonly oneRuns: string;
    readonly manyRun: string;
    readonly more: string;
  };
  readonly quit: {
    readonly oneRuns: string;
    readonly manyRun: string;
    readonly consequence: string;
    readonly confirm: string;
    readonly cancel: string;
  };
  readonly stillRunning: { readonly title: string; readonly one: string; readonly many: string };
  readonly attention: {
    readonly kinds: AttentionTexts["kinds"];
    /** In the tray: how many items are open. */
    readonly one: string;
    readonly many: string;
  };
  readonly chooseFolder: { readonly title: string; readonly confirm: string };
  readonly startFailed: string;
}

const english: DesktopTexts = {
  menu: {
    file: "File",
    edit: "Edit",
    view: "View",
    window: "Window",
    help: "Help",
    closeWindow: "Close Window",
    quit: "Quit Quarterdeck",
    undo: "Undo",
    redo: "Redo",
    cut: "Cut",
    copy: "Copy",
    paste: "Paste",
    selectAll: "Select All",
    reload: "Reload Window",
    developerTools: "Developer Tools",
    actualSize: "Actual Size",
    zoomIn: "Zoom In",
    zoomOut: "Zoom Out",
    fullScreen: "Full Screen",
    minimize: "Minimize",
    openInBrowser: "Open in Browser",
    about: "About Quarterdeck",
  },
  tray: {
    show: "Show Quarterdeck",
    nothingRuns: "No sessions running",
    oneRuns: "1 session running",
    manyRun: "{count} sessions running",
    more: "… and {count} more",
  },
  quit: {
    oneRuns: "A session is still running. Quit anyway?",
    manyRun: "{count} sessions are still running. Quit anyway?",
    consequence: "Quitting ends them: {names}. What they printed is kept, and you can restart them later.",
    confirm: "Quit",
    cancel: "Keep Running",
  },
  stillRunning: {
    title: "Quarterdeck is still running",
    one: "A session goes on in the background. Quit from the tray to end it.",
    many: "{count} sessions go on in the background. Quit from the tray to end them.",
  },
  attention: {
    kinds: attentionTexts("en").kinds,
    one: "1 thing needs you",
    many: "{count} things need you",
  },
  chooseFolder: { title: "Choose a folder", confirm: "Choose" },
  startFailed: "Quarterdeck could not start",
};

const chinese: DesktopTexts = {
  menu: {
    file: "文件",
    edit: "编辑",
    view: "视图",
    window: "窗口",
    help: "帮助",
    closeWindow: "关闭窗口",
    quit: "退出 Quarterdeck",
    undo: "撤销",
    redo: "重做",
    cut: "剪切",
    copy: "复制",
    paste: "粘贴",
    selectAll: "全选",
    reload: "重新加载窗口",
    developerTools: "开发者工具",
    actualSize: "实际大小",
    zoomIn: "放大",
    zoomOut: "缩小",
    fullScreen: "全屏",
    minimize: "最小化",
    openInBrowser: "在浏览器中打开",
    about: "关于 Quarterdeck",
  },
  tray: {
    show: "显示 Quarterdeck",
    nothingRuns: "没有正在运行的会话",
    oneRuns: "1 个会话正在运行",
    manyRun: "{count} 个会话正在运行",
    more: "……还有 {count} 个",
  },
  quit: {
    oneRuns: "还有一个会话正在运行，仍要退出吗？",
    manyRun: "还有 {count} 个会话正在运行，仍要退出吗？",
    consequence: "退出会结束这些会话：{names}。已有输出会保留，之后可以重新启动。",
    confirm: "退出",
    cancel: "继续运行",
  },
  stillRunning: {
    title: "Quarterdeck 仍在运行",
    one: "有一个会话在后台继续运行。如需结束，请从托盘退出。",
    many: "有 {count} 个会话在后台继续运行。如需结束，请从托盘退出。",
  },
  attention: {
    kinds: attentionTexts("zh-CN").kinds,
    one: "1 件事需要你处理",
    many: "{count} 件事需要你处理",
  },
  chooseFolder: { title: "选择文件夹", confirm: "选择" },
  startFailed: "Quarterdeck 无法启动",
};

const texts: Readonly<Record<Language, DesktopTexts>> = { en: english, "zh-CN": chinese };

export function desktopTexts(language: Language): DesktopTexts {
  return texts[language];
}

/** The language to speak for a setting; "system" follows the locale, and any Chinese is closer to ours than English is. */
export function languageFor(setting: "system" | Language, locale: string): Language {
  if (setting !== "system") return setting;
  return locale.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

/** Puts values in the places of `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
