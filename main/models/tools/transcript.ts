import type { Question } from "../answers/answerSource.ts";
import type { ModelMessage } from "../contract.ts";

/**
 * A conversation as one text: a tool without a terminal takes one prompt and no turns. A single question is put as it is. Pictures are
 * named, not shown; of tools the model may not call any, but sees what earlier calls brought.
 */
export function transcript({ system, messages }: Pick<Question, "system" | "messages">): string {
  const only = messages.length === 1 ? messages[0] : undefined;
  if (only?.role === "user") return [system, bodyOf(only)].filter((text) => text !== "").join("\n\n");
  const turns = messages.map((message) => `<${message.role}>\n${bodyOf(message)}\n</${message.role}>`);
  const intro = "This is a conversation so far. Write the assistant's next message, and nothing but it.";
  return [system, intro, ...turns].filter((text) => text !== "").join("\n\n");
}

function bodyOf(message: ModelMessage): string {
  switch (message.role) {
    case "user":
      return message.parts
        .map((part) => (part.kind === "text" ? part.text : "[a picture that cannot be shown here]"))
        .join("\n");
    case "assistant":
      return [message.text, ...message.toolCalls.map((call) => `[called ${call.tool} ${call.arguments}]`)]
        .filter((text) => text !== "")
        .join("\n");
    case "tool":
      return message.results
        .map(({ tool, text, isError }) => `[${tool} ${isError ? "failed" : "returned"}] ${text}`)
        .join("\n");
  }
}
