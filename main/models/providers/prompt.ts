import type { OpenAICompatibleProvider } from "@ai-sdk/openai-compatible";
import type { Question } from "../answers/answerSource.ts";
import type { ModelInput, ModelMessage } from "../contract.ts";
import type { ToolNames } from "./toolNames.ts";

/** The SDK's model, the same interface whoever provides it. */
export type SdkModel = ReturnType<OpenAICompatibleProvider["chatModel"]>;
export type CallOptions = Parameters<SdkModel["doStream"]>[0];
type Prompt = CallOptions["prompt"];
type PromptMessage = Prompt[number];

/** Our messages as the SDK takes them. */
export function toPrompt({ system, messages }: Pick<Question, "system" | "messages">, names: ToolNames): Prompt {
  const turns = messages.map((message) => toTurn(message, names));
  return system === "" ? turns : [{ role: "system", content: system }, ...turns];
}

function toTurn(message: ModelMessage, names: ToolNames): PromptMessage {
  switch (message.role) {
    case "user":
      return { role: "user", content: message.parts.map(toPart) };
    case "assistant":
      return {
        role: "assistant",
        content: [
          // Anthropic refuses an empty text.
          ...(message.text === "" ? [] : [{ type: "text" as const, text: message.text }]),
          ...message.toolCalls.map((call) => ({
            type: "tool-call" as const,
            toolCallId: call.id,
            toolName: names.toWire(call.tool),
            input: toInput(call.arguments),
          })),
        ],
      };
    case "tool":
      return {
        role: "tool",
        content: message.results.map(({ id, tool, text, isError }) => ({
          type: "tool-result",
          toolCallId: id,
          toolName: names.toWire(tool),
          output: { type: isError ? "error-text" : "text", value: text },
        })),
      };
  }
}

function toPart(part: ModelInput) {
  return part.kind === "text"
    ? { type: "text" as const, text: part.text }
    : { type: "file" as const, mediaType: part.mediaType, data: { type: "data" as const, data: part.data } };
}

/** Providers take objects only: what a model wrote wrongly goes back to it as what it is. */
function toInput(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  return { not_a_json_object: text };
}

export function toTools({ tools }: Pick<Question, "tools">, names: ToolNames): NonNullable<CallOptions["tools"]> {
  return tools.map(({ name, description, inputSchema }) => ({
    type: "function",
    name: names.toWire(name),
    description,
    inputSchema,
  }));
}
