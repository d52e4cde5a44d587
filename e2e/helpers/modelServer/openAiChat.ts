import { event, fragments, type WireFormat } from "./turn.ts";

const finishReasons = { stop: "stop", calls: "tool_calls", length: "length", refused: "content_filter" } as const;

/** OpenAI's Chat Completions, streamed: https://platform.openai.com/docs/api-reference/chat-streaming. One of these writes one answer. */
export function openAiChat(): WireFormat {
  let base: Record<string, unknown> = {};
  const chunk = (delta: unknown, more: Record<string, unknown> = {}): string =>
    event({ ...base, choices: [{ index: 0, delta, finish_reason: null }], ...more });
  return {
    begin: (model) => {
      base = { id: "chatcmpl-standin", object: "chat.completion.chunk", created: 1, model };
      return chunk({ role: "assistant", content: "" });
    },
    piece: (piece) => {
      switch (piece.kind) {
        case "text":
          return chunk({ content: piece.text });
        case "reasoning":
          // DeepSeek's and Qwen's field; OpenAI itself keeps its reasoning.
          return chunk({ reasoning_content: piece.text });
        case "error":
          return event({ error: { message: piece.message, type: piece.type, code: null } });
      }
    },
    calls: ({ calls, fragment = 1000 }) => {
      const begins = calls.map(({ id, name }, index) =>
        chunk({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] }),
      );
      const split = calls.map((call) => fragments(call.arguments, fragment));
      const longest = Math.max(0, ...split.map(({ length }) => length));
      const events = [...begins];
      for (let round = 0; round < longest; round += 1)
        split.forEach((parts, index) => {
          const part = parts[round];
          if (part !== undefined) events.push(chunk({ tool_calls: [{ index, function: { arguments: part } }] }));
        });
      return events;
    },
    end: (finish, usage) => {
      const counted = {
        prompt_tokens: usage.input,
        completion_tokens: usage.output,
        total_tokens: usage.input + usage.output,
      };
      return [
        event({ ...base, choices: [{ index: 0, delta: {}, finish_reason: finishReasons[finish] }] }),
        event({ ...base, choices: [], usage: counted }),
        event("[DONE]"),
      ].join("");
    },
    error: (message, type) => JSON.stringify({ error: { message, type, param: null, code: null } }),
  };
}
