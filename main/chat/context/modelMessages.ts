import type { Message, ToolCall } from "#shared/contract/chatMessages.ts";
import type { ModelInput, ModelMessage } from "../../models/contract.ts";

/** Puts a user message's parts as a model takes them: files read, images as data. */
export type ReadInputs = (message: Message) => Promise<ModelInput[]>;

/** Sent after an answer that was cut off, so that the model goes on instead of beginning anew. Never shown. */
const goOn =
  "Your last answer was cut off. Continue exactly where it stops, in the same language; do not repeat or comment on it.";

/**
 * The path as a model takes it. Answers that said nothing are left out, and what two user messages in a row say becomes one, as
 * providers demand turns. With `isResumed` the last answer was cut off and is to be gone on with.
 */
export async function modelMessages(
  path: readonly Message[],
  readInputs: ReadInputs,
  { isResumed = false }: { readonly isResumed?: boolean } = {},
): Promise<ModelMessage[]> {
  const result: ModelMessage[] = [];
  for (const message of path) {
    if (message.role === "assistant") result.push(...steps(message));
    else append(result, await readInputs(message));
  }
  if (isResumed && result.at(-1)?.role === "assistant") append(result, [{ kind: "text", text: goOn }]);
  return result;
}

function append(messages: ModelMessage[], parts: readonly ModelInput[]): void {
  const last = messages.at(-1);
  if (last?.role === "user") messages[messages.length - 1] = { role: "user", parts: [...last.parts, ...parts] };
  else messages.push({ role: "user", parts });
}

/** The steps of an answer: what was said, the tools that were called then, their results, what was said next. */
function steps(message: Message): ModelMessage[] {
  const result: ModelMessage[] = [];
  let text = "";
  let calls: ToolCall[] = [];
  const close = (): void => {
    if (text.trim() === "" && calls.length === 0) return;
    const toolCalls = calls.map(({ id, tool, arguments: given }) => ({ id, tool, arguments: given }));
    result.push({ role: "assistant", text, toolCalls });
    if (calls.length > 0) result.push({ role: "tool", results: calls.map(resultOf) });
    text = "";
    calls = [];
  };
  for (const part of message.parts) {
    if (part.kind === "tool-call") calls.push(part);
    else if (part.kind === "text" || part.kind === "reasoning") {
      if (calls.length > 0) close();
      // Reasoning is the model's own affair and not sent back.
      if (part.kind === "text") text += part.text;
    }
  }
  close();
  return result;
}

function resultOf({ id, tool, state, result, error }: ToolCall) {
  const isError = state !== "done";
  const text = result ?? error ?? (isError ? "The tool was not run." : "");
  return { id, tool, text, isError };
}
