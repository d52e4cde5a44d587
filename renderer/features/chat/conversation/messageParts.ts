import type { Attachment, Message } from "#shared/contract/chatMessages.ts";

/** The text of a message without its reasoning, tool calls and attachments. */
export function textOf({ parts }: Pick<Message, "parts">): string {
  return parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("\n\n");
}

export function attachmentsOf({ parts }: Pick<Message, "parts">): readonly Attachment[] {
  return parts.flatMap((part) => (part.kind === "attachment" ? [part.attachment] : []));
}
