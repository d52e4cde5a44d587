import { z } from "zod";
import { type ToolAdapter, type ToolLine, type ToolTrouble, troubleInWords } from "./toolAdapter.ts";

/** Lines of `claude -p --output-format stream-json`, seen with 2.1.329: https://docs.claude.com/en/docs/claude-code/headless. */
const streamEvent = z.object({
  type: z.literal("stream_event"),
  parent_tool_use_id: z.null().optional(),
  event: z.object({
    type: z.literal("content_block_delta"),
    delta: z.discriminatedUnion("type", [
      z.object({ type: z.literal("text_delta"), text: z.string() }),
      z.object({ type: z.literal("thinking_delta"), thinking: z.string() }),
    ]),
  }),
});
const assistant = z.object({ type: z.literal("assistant"), error: z.string().nullish() });
const count = z.number().int().nonnegative().default(0);
const result = z.object({
  type: z.literal("result"),
  is_error: z.boolean(),
  result: z.string().default(""),
  errors: z.array(z.string()).default([]),
  stop_reason: z.string().nullish(),
  usage: z
    .object({
      input_tokens: count,
      cache_creation_input_tokens: count,
      cache_read_input_tokens: count,
      output_tokens: count,
    })
    .prefault({}),
});

const troubles: Readonly<Record<string, ToolTrouble>> = {
  authentication_failed: "auth",
  billing_error: "refused",
  rate_limit: "limit",
  invalid_request: "refused",
  server_error: "server",
};

export const claude: ToolAdapter = {
  key: "claude",
  arguments: (model) => [
    "-p",
    ...["--output-format", "stream-json", "--verbose", "--include-partial-messages"],
    // A model that answers, not an agent: no tools, no MCP servers, no skills.
    ...["--tools", "", "--strict-mcp-config", "--disable-slash-commands"],
    // Hooks would tell the attention list that a session has finished. Other settings stay: they may say how to reach the model.
    ...["--settings", '{"disableAllHooks":true}'],
    "--no-session-persistence",
    ...(model === "" ? [] : ["--model", model]),
  ],
  // Retries are ours, where a person sees them and can stop them.
  environment: { CLAUDE_CODE_MAX_RETRIES: "0", CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1" },
  inherits: /^(ANTHROPIC|CLAUDE|AWS|GOOGLE|CLOUD_ML)_/,
  createReader: () => {
    let trouble: ToolTrouble | undefined;
    return (line): readonly ToolLine[] => {
      const event = streamEvent.safeParse(line);
      if (event.success) {
        const { delta } = event.data.event;
        return delta.type === "text_delta"
          ? [{ kind: "text", text: delta.text }]
          : [{ kind: "reasoning", text: delta.thinking }];
      }
      const message = assistant.safeParse(line);
      if (message.success && message.data.error) trouble = troubles[message.data.error];
      const end = result.safeParse(line);
      if (!end.success) return [];
      const { is_error, usage, stop_reason } = end.data;
      const words = end.data.result || end.data.errors.join("; ");
      if (is_error) return [{ kind: "failed", words, trouble: trouble ?? troubleInWords(words) }];
      return [
        {
          kind: "finished",
          reason: stop_reason === "max_tokens" ? "length" : stop_reason === "refusal" ? "refused" : "stop",
          inputTokens: usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens,
          outputTokens: usage.output_tokens,
        },
      ];
    };
  },
  troubleOf: (_exitCode, stderr) => troubleInWords(stderr),
};
