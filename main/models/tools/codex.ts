import { z } from "zod";
import { type ToolAdapter, type ToolLine, troubleInWords } from "./toolAdapter.ts";

/** Lines of `codex exec --json`, seen with the version of docs/models.md: https://developers.openai.com/codex/noninteractive. */
const count = z.number().int().nonnegative().default(0);
const line = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("item.completed"),
    item: z.object({ type: z.string(), text: z.string().optional() }),
  }),
  z.object({
    type: z.literal("turn.completed"),
    usage: z.object({ input_tokens: count, output_tokens: count }).prefault({}),
  }),
  z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) }),
]);

export const codex: ToolAdapter = {
  key: "codex",
  arguments: (model) => [
    "exec",
    "--json",
    // The folder is empty and no repository; nothing is kept of the talk.
    ...["--skip-git-repo-check", "--ephemeral"],
    // A model that answers, not an agent: no shell, and should another tool be left, it may only read.
    ...["--sandbox", "read-only", "--disable", "shell_tool", "--disable", "unified_exec"],
    ...["-c", 'web_search="disabled"', "-c", "mcp_servers={}"],
    // Both would tell the attention list that a session has finished.
    ...["--disable", "hooks", "-c", "notify=[]"],
    ...(model === "" ? [] : ["--model", model]),
    "-",
  ],
  environment: {},
  inherits: /^(OPENAI|CODEX|AZURE_OPENAI)_/,
  createReader: () => {
    let said = 0;
    return (value): readonly ToolLine[] => {
      const parsed = line.safeParse(value);
      if (!parsed.success) return [];
      const event = parsed.data;
      switch (event.type) {
        case "item.completed": {
          const { type, text = "" } = event.item;
          if (text === "") return [];
          if (type === "reasoning") return [{ kind: "reasoning", text }];
          if (type !== "agent_message") return [];
          said += 1;
          return [{ kind: "text", text: said === 1 ? text : `\n\n${text}` }];
        }
        case "turn.completed":
          return [
            {
              kind: "finished",
              reason: "stop",
              inputTokens: event.usage.input_tokens,
              outputTokens: event.usage.output_tokens,
            },
          ];
        case "turn.failed":
          return [{ kind: "failed", words: event.error.message, trouble: troubleInWords(event.error.message) }];
      }
    };
  },
  troubleOf: (_exitCode, stderr) => troubleInWords(stderr),
};
