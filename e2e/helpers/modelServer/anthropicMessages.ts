import { event, fragments, type WireFormat } from "./turn.ts";

const stopReasons = { stop: "end_turn", calls: "tool_use", length: "max_tokens", refused: "refusal" } as const;

/** Anthropic's Messages, streamed: https://docs.anthropic.com/en/api/messages-streaming. One of these writes one answer. */
export function anthropicMessages(): WireFormat {
  let index = -1;
  let open: "text" | "thinking" | null = null;
  const named = (type: string, more: Record<string, unknown>): string => event({ type, ...more }, type);
  const close = (): string => {
    if (open === null) return "";
    open = null;
    return named("content_block_stop", { index });
  };
  const block = (kind: "text" | "thinking"): string => {
    if (open === kind) return "";
    const closed = close();
    open = kind;
    index += 1;
    const content = kind === "text" ? { type: "text", text: "" } : { type: "thinking", thinking: "", signature: "" };
    return closed + named("content_block_start", { index, content_block: content });
  };
  return {
    begin: (model, usage) =>
      named("message_start", {
        message: {
          id: "msg_standin",
          type: "message",
          role: "assistant",
          model,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: usage.input, output_tokens: 1 },
        },
      }) + named("ping", {}),
    piece: (piece) => {
      switch (piece.kind) {
        case "text":
          return (
            block("text") + named("content_block_delta", { index, delta: { type: "text_delta", text: piece.text } })
          );
        case "reasoning":
          return (
            block("thinking") +
            named("content_block_delta", { index, delta: { type: "thinking_delta", thinking: piece.text } })
          );
        case "error":
          return named("error", { error: { type: piece.type, message: piece.message } });
      }
    },
    // Blocks come one after the other here, parallel calls too.
    calls: ({ calls, fragment = 1000 }) => {
      const events = [close()];
      for (const call of calls) {
        index += 1;
        events.push(
          named("content_block_start", {
            index,
            content_block: { type: "tool_use", id: call.id, name: call.name, input: {} },
          }),
          ...fragments(call.arguments, fragment).map((part) =>
            named("content_block_delta", { index, delta: { type: "input_json_delta", partial_json: part } }),
          ),
          named("content_block_stop", { index }),
        );
      }
      return events.filter((text) => text !== "");
    },
    end: (finish, usage) =>
      close() +
      named("message_delta", {
        delta: { stop_reason: stopReasons[finish], stop_sequence: null },
        usage: { output_tokens: usage.output },
      }) +
      named("message_stop", {}),
    error: (message, type) => JSON.stringify({ type: "error", error: { type, message } }),
  };
}
