import type { Message, MessagePart } from "#shared/contract/chatMessages.ts";
import { estimateText } from "./estimateTokens.ts";

/** Of a model's room: fuller than this, the oldest turns are summarised; down to `goal`, so that it is not done at every turn. */
export const fullShare = 0.75;
const goalShare = 0.4;

/** Of a tool's result in what is summarised, in UTF-16 units. */
const resultLength = 600;

export const summaryInstruction =
  "You keep the memory of a long conversation. Write one summary of everything below: facts, names, numbers, decisions, open questions, files and commands that matter later. Merge it with the earlier summary, if there is one. Use the conversation's language. Answer with the summary alone.";

/**
 * Which of these messages to summarise, oldest first: whole turns, as many as it takes for the rest to be a good part smaller than
 * the room. The last turn stays whatever its size. Empty if there is nothing to gain.
 */
export function oldestTurns(
  messages: readonly Message[],
  tokens: (message: Message) => number,
  room: number,
): Message[] {
  const goal = room * goalShare;
  let rest = messages.reduce((sum, message) => sum + tokens(message), 0);
  let cut = 0;
  for (const [index, message] of messages.entries()) {
    if (message.role === "user" && index > 0) cut = index;
    // A turn begins with a question: only there may be cut, and not before there is enough.
    if (message.role === "user" && index > 0 && rest <= goal) break;
    rest -= tokens(message);
  }
  return messages.slice(0, cut);
}

/** A message as it is read by who summarises. */
export function transcript(message: Message): string {
  const lines = message.parts.map(partTranscript).filter((line) => line !== "");
  return `${message.role === "user" ? "User" : "Assistant"}: ${lines.join("\n")}`;
}

function partTranscript(part: MessagePart): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "reasoning":
      return "";
    case "attachment":
      return `[attached: ${part.attachment.name}]`;
    case "tool-call": {
      const [given, result] = [part.arguments, part.result ?? ""].map((text) => text.slice(0, resultLength));
      return `[tool ${part.tool} ${given}: ${result}]`;
    }
  }
}

/** As much as fits into `tokens`, beginning and end, with a note of what is missing between. */
export function shortened(text: string, tokens: number): string {
  const estimated = estimateText(text);
  if (estimated <= tokens) return text;
  const length = Math.floor((text.length * tokens) / estimated / 2);
  return `${text.slice(0, length)}\n[… ${text.length - 2 * length} characters left out …]\n${text.slice(-length)}`;
}
