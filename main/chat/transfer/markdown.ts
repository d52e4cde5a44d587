import type { Message, MessagePart } from "#shared/contract/chatMessages.ts";

const words = {
  en: { user: "You", assistant: "Model", system: "System prompt", version: "another version", thinking: "Thinking" },
  "zh-CN": { user: "你", assistant: "模型", system: "系统提示词", version: "另一版本", thinking: "思考过程" },
} as const;

export interface MarkdownOptions {
  readonly title: string;
  readonly systemPrompt: string;
  readonly language: keyof typeof words;
  /** The messages that are shown; others among `messages` are other versions. */
  readonly path: ReadonlySet<string>;
}

/** A conversation to read: what was said as it was written, tools and reasoning folded away. */
export function toMarkdown(messages: readonly Message[], options: MarkdownOptions): string {
  const { title, systemPrompt, language, path } = options;
  const word = words[language];
  const blocks = [`# ${oneLine(title)}`];
  if (systemPrompt !== "") blocks.push(`> **${word.system}**\n>\n${quoted(systemPrompt)}`);
  for (const message of messages) {
    const who = message.role === "user" ? word.user : (message.model?.name ?? word.assistant);
    const version = path.has(message.id) ? "" : ` (${word.version})`;
    const at = new Date(message.createdAt).toISOString().slice(0, 16).replace("T", " ");
    blocks.push(`## ${oneLine(who)}${version} · ${at} UTC`);
    for (const part of message.parts) blocks.push(partText(part, word.thinking));
    if (message.error) blocks.push(`> ⚠ ${oneLine(message.error.userMessage)}`);
  }
  return `${blocks.join("\n\n")}\n`;
}

function partText(part: MessagePart, thinking: string): string {
  switch (part.kind) {
    case "text":
      return part.text.trim();
    case "reasoning":
      return folded(thinking, part.text.trim());
    case "attachment":
      return `📎 ${oneLine(part.attachment.name)}`;
    case "tool-call":
      return folded(
        `🔧 ${part.tool} · ${part.state}`,
        `${fenced(part.arguments)}\n\n${fenced(part.result ?? part.error ?? "")}`,
      );
  }
}

function folded(summary: string, text: string): string {
  const escaped = oneLine(summary).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<details><summary>${escaped}</summary>\n\n${text}\n\n</details>`;
}

/** A fence longer than any in the text, so that the text cannot end it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
