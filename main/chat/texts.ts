export type Language = "en" | "zh-CN";

/** What the core itself says to people about chats, where no page is there to say it. */
const texts = {
  en: {
    newConversation: "New conversation",
    askTool: "May the model use {tool}?",
    allowOnce: "Allow once",
    allowAlways: "Always allow this tool",
    deny: "Deny",
    tooManySteps: "it took {steps} steps without an end",
    interruptedTool: "Cut off by a restart; whether it took effect is unknown.",
    stoppedTool: "Stopped.",
    deniedTool: "Not allowed.",
    timedOutTool: "No answer within {seconds} s.",
    attachmentUnknown: "it is not here, or not uploaded to its end",
    attachmentLarge: "it is larger than {megabytes} MB",
    attachmentKind: "models read images (PNG, JPEG, GIF, WebP) and text files; this is neither",
    attachmentGap: "a piece of it is missing",
    attachmentOther: "its id belongs to another file",
    fileTextLarge: "a text file may have {kilobytes} KB",
  },
  "zh-CN": {
    newConversation: "新对话",
    askTool: "允许模型使用 {tool} 吗？",
    allowOnce: "允许这一次",
    allowAlways: "始终允许此工具",
    deny: "拒绝",
    tooManySteps: "已执行 {steps} 步仍未结束",
    interruptedTool: "因重启而中断，是否已生效未知。",
    stoppedTool: "已停止。",
    deniedTool: "未获允许。",
    timedOutTool: "{seconds} 秒内没有结果。",
    attachmentUnknown: "文件不存在或尚未上传完毕",
    attachmentLarge: "文件超过 {megabytes} MB",
    attachmentKind: "模型只能读取图片（PNG、JPEG、GIF、WebP）和文本文件，此文件两者都不是",
    attachmentGap: "缺少其中一段",
    attachmentOther: "该标识属于另一个文件",
    fileTextLarge: "文本文件不能超过 {kilobytes} KB",
  },
} as const satisfies Record<Language, Record<string, string>>;

export function chatText(
  language: Language,
  key: keyof (typeof texts)["en"],
  values: Readonly<Record<string, string | number>> = {},
): string {
  return texts[language][key].replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ""));
}
