import { z } from "zod";
import { eventStream, named, type Reply, type Script, shellInput, shellTool } from "./script.ts";

const responsesRequest = z.looseObject({
  model: z.string().default("model"),
  tools: z.array(named).default([]),
  input: z.union([z.string(), z.array(z.looseObject({ type: z.string().optional(), output: z.unknown().optional() }))]),
});

/** OpenAI's Responses, streamed: https://platform.openai.com/docs/api-reference/responses-streaming. */
export function responsesReply(body: unknown, script: Script): Reply {
  const request = responsesRequest.parse(body);
  const items = typeof request.input === "string" ? [] : request.input;
  const result = items.findLast((item) => item.type === "function_call_output");
  const tool = shellTool(request.tools.flatMap(({ name }) => name ?? []));
  const item =
    result || tool === null
      ? {
          type: "message",
          id: "msg_standin",
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: script.text, annotations: [] }],
        }
      : {
          type: "function_call",
          id: "fc_standin",
          call_id: "call_standin1",
          name: tool,
          arguments: JSON.stringify(shellInput(tool, script.command)),
          status: "completed",
        };
  const response = {
    id: "resp_standin",
    object: "response",
    model: request.model,
    status: "completed",
    output: [item],
  };
  const usage = {
    input_tokens: 10,
    input_tokens_details: null,
    output_tokens: 10,
    output_tokens_details: null,
    total_tokens: 20,
  };
  const events = [
    { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
    { type: "response.output_item.added", output_index: 0, item },
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: { ...response, usage } },
  ];
  return {
    isStream: true,
    text: eventStream(events.map((data) => ({ name: data.type, data }))),
    ...(result ? { toolResult: JSON.stringify(result.output) } : {}),
  };
}
