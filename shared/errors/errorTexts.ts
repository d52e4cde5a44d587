import type { ErrorCode } from "./errorCatalogue.ts";

export type Language = "en" | "zh-CN";

/** What a person reads. `{name}` is replaced from the error's details. Never an internal identifier. */
export const errorTexts: Record<Language, Record<ErrorCode, string>> = {
  en: {
    VALIDATION: "Some of the input isn’t valid. Check it and try again.",
    INVALID_JSON: "The message couldn’t be read.",
    INVALID_FRAME: "The connection sent something unreadable.",
    UNKNOWN_CALL: "This version doesn’t know that action.",
    UNKNOWN_TOOL: "There is no tool called “{tool}”.",
    FOLDER_NOT_FOUND: "The folder “{folder}” doesn’t exist.",
    UNAUTHENTICATED: "Please sign in again.",
    FORBIDDEN: "You don’t have permission to do this.",
    FOREIGN_ORIGIN: "This address isn’t allowed to connect.",
    SESSION_NOT_FOUND: "That session no longer exists.",
    SESSION_NOT_RUNNING: "The session isn’t running. Restart it first.",
    SESSION_ALREADY_RUNNING: "The session is running. Stop it first.",
    NOT_DRIVER: "Someone else is driving this terminal. Take over first.",
    NOT_ATTACHED: "The terminal is no longer connected. Open it again.",
    PHONE_NOT_FOUND: "That phone is no longer paired.",
    PAIRING_CODE_WRONG: "The code isn’t right. Read it again.",
    PAIRING_ENDED: "This pairing is over. Begin again at the desktop.",
    RELAY_OFF: "Phones can’t connect yet. Turn that on in the settings first.",
    CERTIFICATE_INVALID: "The certificate can’t be used: {reason}.",
    BLOCKED: "This address is blocked here.",
    ATTENTION_NOT_FOUND: "That item no longer exists.",
    ATTENTION_CLOSED: "Already settled: {by}.",
    MODEL_NOT_CONFIGURED: "No model is set up for this yet. Add one in the settings.",
    MODEL_AUTH_FAILED: "The model’s provider refused the key. Check it in the settings.",
    MODEL_NOT_FOUND: "The provider doesn’t know this model or address.",
    MODEL_REFUSED: "The provider rejected the request: {reason}.",
    MODEL_RATE_LIMITED: "The provider is limiting requests right now.",
    MODEL_UNAVAILABLE: "The model can’t be reached right now.",
    MODEL_BAD_ANSWER: "The model’s answer broke off or couldn’t be read.",
    MODEL_TOO_LONG: "This conversation is too long for the model.",
    BUDGET_EXCEEDED: "Today’s budget is used up.",
    CONVERSATION_NOT_FOUND: "That conversation no longer exists.",
    MESSAGE_NOT_FOUND: "That message no longer exists.",
    CONVERSATION_BUSY: "It’s still answering. Stop it first, or wait.",
    ATTACHMENT_INVALID: "The file can’t be attached: {reason}.",
    TOOL_CALL_FAILED: "The tool failed: {reason}.",
    TOO_MANY_SESSIONS: "{limit} sessions are running, which is the limit. Stop one first.",
    TOO_MANY_CONNECTIONS: "Too many connections are open.",
    RATE_LIMITED: "Too many requests. Try again in a moment.",
    SECRET_NOT_FOUND: "There is no secret called “{name}”. Store it with `quarterdeck secret set {name}`.",
    TOOL_NOT_INSTALLED: "{name} isn’t installed: “{command}” was not found.",
    TOOL_FAILED_TO_START: "{name} couldn’t be started.",
    CONFIGURATION_INVALID: "The settings aren’t valid.",
    DISK_FULL: "The disk is full. Nothing saved so far is lost.",
    DATABASE_NEWER: "This data belongs to a newer version of Quarterdeck. Please update.",
    STORAGE_FAILED: "Saving or reading failed.",
    KEYCHAIN_FAILED: "The keychain didn’t answer.",
    LINK_CLOSED: "The connection was lost. Check whether it took effect.",
    TIMEOUT: "No answer in time.",
    UNAVAILABLE: "Not ready yet. Try again in a moment.",
    UNSUPPORTED_HERE: "This isn’t possible here.",
    INTERNAL: "Something went wrong on our side.",
  },
  "zh-CN": {
    VALIDATION: "部分输入无效，请检查后重试。",
    INVALID_JSON: "无法读取该消息。",
    INVALID_FRAME: "连接发来了无法识别的数据。",
    UNKNOWN_CALL: "当前版本不支持该操作。",
    UNKNOWN_TOOL: "没有名为“{tool}”的工具。",
    FOLDER_NOT_FOUND: "文件夹“{folder}”不存在。",
    UNAUTHENTICATED: "请重新登录。",
    FORBIDDEN: "你没有执行此操作的权限。",
    FOREIGN_ORIGIN: "不允许从该地址连接。",
    SESSION_NOT_FOUND: "该会话已不存在。",
    SESSION_NOT_RUNNING: "会话未在运行，请先重新启动。",
    SESSION_ALREADY_RUNNING: "会话正在运行，请先停止。",
    NOT_DRIVER: "此终端正由他人操控，请先接管。",
    NOT_ATTACHED: "终端已断开，请重新打开。",
    PHONE_NOT_FOUND: "这部手机已不在配对列表中。",
    PAIRING_CODE_WRONG: "配对码不正确，请再核对一次。",
    PAIRING_ENDED: "本次配对已结束，请在桌面端重新开始。",
    RELAY_OFF: "手机暂时无法连接，请先在设置中开启。",
    CERTIFICATE_INVALID: "证书无法使用：{reason}。",
    BLOCKED: "此地址已被屏蔽。",
    ATTENTION_NOT_FOUND: "这条提醒已不存在。",
    ATTENTION_CLOSED: "已经处理过了：{by}。",
    MODEL_NOT_CONFIGURED: "尚未设置可用的模型，请先在设置中添加。",
    MODEL_AUTH_FAILED: "模型提供方拒绝了密钥，请在设置中检查。",
    MODEL_NOT_FOUND: "提供方不认识这个模型或地址。",
    MODEL_REFUSED: "提供方拒绝了请求：{reason}。",
    MODEL_RATE_LIMITED: "提供方正在限制请求频率。",
    MODEL_UNAVAILABLE: "暂时无法连接到模型。",
    MODEL_BAD_ANSWER: "模型的回答中断或无法读取。",
    MODEL_TOO_LONG: "对话过长，超出了该模型的容量。",
    BUDGET_EXCEEDED: "今天的预算已用完。",
    CONVERSATION_NOT_FOUND: "该对话已不存在。",
    MESSAGE_NOT_FOUND: "该消息已不存在。",
    CONVERSATION_BUSY: "仍在回答中，请先停止或稍候。",
    ATTACHMENT_INVALID: "无法附加该文件：{reason}。",
    TOOL_CALL_FAILED: "工具执行失败：{reason}。",
    TOO_MANY_SESSIONS: "已有 {limit} 个会话在运行，达到上限。请先停止一个。",
    TOO_MANY_CONNECTIONS: "打开的连接过多。",
    RATE_LIMITED: "请求过于频繁，请稍后再试。",
    SECRET_NOT_FOUND: "没有名为“{name}”的机密。请用 `quarterdeck secret set {name}` 保存。",
    TOOL_NOT_INSTALLED: "{name} 尚未安装：找不到“{command}”。",
    TOOL_FAILED_TO_START: "无法启动 {name}。",
    CONFIGURATION_INVALID: "设置无效。",
    DISK_FULL: "磁盘已满。已保存的内容不会丢失。",
    DATABASE_NEWER: "这些数据由更新版本的 Quarterdeck 写入，请先升级。",
    STORAGE_FAILED: "保存或读取失败。",
    KEYCHAIN_FAILED: "系统钥匙串没有响应。",
    LINK_CLOSED: "连接已断开，请确认操作是否已生效。",
    TIMEOUT: "等待超时。",
    UNAVAILABLE: "尚未就绪，请稍后再试。",
    UNSUPPORTED_HERE: "此处无法执行该操作。",
    INTERNAL: "我们这边出了点问题。",
  },
};

/**
 * The text for a person: the code's sentence with details filled in; an unknown placeholder is left out. A detail that has words of
 * its own in each language stands beside it as `<name>Texts`.
 */
export function errorText(
  code: ErrorCode,
  language: Language,
  details: Readonly<Record<string, unknown>> = {},
): string {
  return errorTexts[language][code].replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = wordsIn(details[`${name}Texts`], language) ?? details[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  });
}

function wordsIn(texts: unknown, language: Language): string | undefined {
  if (typeof texts !== "object" || texts === null) return undefined;
  const words: unknown = Object.entries(texts).find(([key]) => key === language)?.[1];
  return typeof words === "string" ? words : undefined;
}
