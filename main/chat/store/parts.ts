import type { MessagePart, ToolCall } from "#shared/contract/chatMessages.ts";

export type TextKind = "text" | "reasoning";

/** The parts with text added to the one at `index`, which begins with it if it is the next one. Never changes what it is given. */
export function addText(parts: readonly MessagePart[], index: number, kind: TextKind, text: string): MessagePart[] {
  const part = parts[index];
  if (part === undefined && index === parts.length) return [...parts, { kind, text }];
  if (part === undefined || part.kind !== kind) throw new Error("Text does not fit where it is to be added");
  return parts.with(index, { kind, text: part.text + text });
}

/** A tool call changed, found by its id alone among those of the same message. Ids of one model answer may repeat in the next: the last one counts. */
export function changeCall(parts: readonly MessagePart[], id: string, change: Partial<ToolCall>): MessagePart[] {
  const index = parts.findLastIndex((part) => part.kind === "tool-call" && part.id === id);
  const call = parts[index];
  if (call?.kind !== "tool-call") throw new Error("No tool call has this id");
  return parts.with(index, { ...call, ...change });
}

export function toolCalls(parts: readonly MessagePart[]): ToolCall[] {
  return parts.filter((part) => part.kind === "tool-call");
}

/** What was said: the text without reasoning and tools. */
export function textOf(parts: readonly MessagePart[]): string {
  return parts
    .flatMap((part) => (part.kind === "text" ? [part.text] : []))
    .join("\n\n")
    .trim();
}

/** What a search looks in: what was said, and the names of what was attached. */
export function searchedText(parts: readonly MessagePart[]): string {
  const names = parts.flatMap((part) => (part.kind === "attachment" ? [part.attachment.name] : []));
  return [textOf(parts), ...names].join("\n").trim();
}

/** The first words, on one line. */
export function firstWords(text: string, length: number): string {
  const line = text
    .slice(0, length * 4)
    .replace(/\s+/g, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length <= length
    ? line
    : `${characters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}
