import { z } from "zod";
import { eventStream, type Reply, type Script, shellInput, shellTool } from "./script.ts";

const chatRequest = z.looseObject({
  model: z.string().default("model"),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).default([]),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown().optional() })),
});

/** OpenAI's Chat Completions, streamed, as compatible servers speak it. */
export function chatReply(body: unknown, script: Script): Reply {
  const request = chatRequest.parse(body);
  const result = request.messages.findLast(({ role }) => role === "tool");
  const tool = shellTool(request.tools.map((offered) => offered.function.name));
  const base = { id: "chatcmpl-standin", object: "chat.completion.chunk", created: 1, model: request.model };
  const isText = result !== undefined || tool === null;
  const delta = isText
    ? { role: "assistant", content: script.text }
    : {
        role: "assistant",
        content: null,
        tool_calls: [
          {
            index: 0,
            id: "call_standin1",
            type: "function",
            function: { name: tool, arguments: JSON.stringify(shellInput(tool, script.command)) },
          },
        ],
      };
  const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
  const events = [
    { data: { ...base, choices: [{ index: 0, delta, finish_reason: null }] } },
    { data: { ...base, choices: [{ index: 0, delta: {}, finish_reason: isText ? "stop" : "tool_calls" }], usage } },
    { data: "[DONE]" },
  ];
  return {
    isStream: true,
    text: eventStream(events),
    ...(result ? { toolResult: JSON.stringify(result.content) } : {}),
  };
}
