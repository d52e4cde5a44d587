import { z } from "zod";
import { eventStream, named, type Reply, type Script, shellInput, shellTool } from "./script.ts";

const block = z.looseObject({ type: z.string(), content: z.unknown().optional() });
const messagesRequest = z.looseObject({
  model: z.string().default("model"),
  stream: z.boolean().default(false),
  tools: z.array(named).default([]),
  messages: z.array(z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(block)]) })),
});

/** Anthropic's Messages: https://docs.anthropic.com/en/api/messages-streaming. */
export function anthropicReply(body: unknown, script: Script): Reply {
  const request = messagesRequest.parse(body);
  const blocks = request.messages.flatMap(({ content }) => (typeof content === "string" ? [] : content));
  const result = blocks.findLast((candidate) => candidate.type === "tool_result");
  const tool = shellTool(request.tools.flatMap(({ name }) => name ?? []));
  const content =
    result || tool === null
      ? { type: "text", text: script.text }
      : { type: "tool_use", id: "toolu_standin1", name: tool, input: shellInput(tool, script.command) };
  const message = {
    id: "msg_standin",
    type: "message",
    role: "assistant",
    model: request.model,
    content: [content],
    stop_reason: content.type === "text" ? "end_turn" : "tool_use",
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 10 },
  };
  const toolResult = result ? { toolResult: JSON.stringify(result.content) } : {};
  if (!request.stream) return { isStream: false, text: JSON.stringify(message), ...toolResult };
  return { isStream: true, text: eventStream(streamed(message, content)), ...toolResult };
}

function streamed(
  message: { readonly stop_reason: string },
  content: { readonly type: string; readonly text?: string; readonly input?: unknown },
) {
  const start = content.type === "text" ? { ...content, text: "" } : { ...content, input: {} };
  const delta =
    content.type === "text"
      ? { type: "text_delta", text: content.text }
      : { type: "input_json_delta", partial_json: JSON.stringify(content.input) };
  const events = [
    { type: "message_start", message: { ...message, content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: start },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { output_tokens: 10 },
    },
    { type: "message_stop" },
  ];
  return events.map((data) => ({ name: data.type, data }));
}
