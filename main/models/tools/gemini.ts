import { z } from "zod";
import { type ToolAdapter, type ToolLine, troubleInWords } from "./toolAdapter.ts";

/** Lines of `gemini --output-format stream-json`, seen with 0.61.0: https://geminicli.com/docs/cli/headless. */
const count = z.number().int().nonnegative().default(0);
const line = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), role: z.string(), content: z.string(), delta: z.boolean().optional() }),
  z.object({
    type: z.literal("result"),
    status: z.string(),
    error: z.object({ message: z.string().default("") }).optional(),
    stats: z.object({ input_tokens: count, output_tokens: count }).prefault({}),
  }),
  z.object({ type: z.literal("error"), severity: z.string().optional(), message: z.string() }),
]);

/** Its exit codes: https://geminicli.com/docs/cli/headless, 41 is FatalAuthenticationError. */
const authenticationFailed = 41;

export const gemini: ToolAdapter = {
  key: "gemini",
  arguments: (model) => [
    ...["--output-format", "stream-json"],
    // Nobody is there to allow anything, and what needs to be allowed is then not offered. The folder it trusts is empty.
    ...["--approval-mode", "default", "--skip-trust"],
    // No extensions (its own word for it), and no MCP server: none has this name.
    ...["--extensions", "none", "--allowed-mcp-server-names", "no-server-at-all"],
    ...(model === "" ? [] : ["--model", model]),
  ],
  environment: {},
  inherits: /^(GEMINI|GOOGLE|CLOUDSDK)_/,
  createReader: () => {
    let lastError = "";
    return (value): readonly ToolLine[] => {
      const parsed = line.safeParse(value);
      if (!parsed.success) return [];
      const event = parsed.data;
      switch (event.type) {
        case "message":
          return event.role === "assistant" && event.content !== "" ? [{ kind: "text", text: event.content }] : [];
        case "error":
          lastError = event.message;
          return [];
        case "result": {
          const words = event.error?.message || lastError;
          if (event.status !== "success") return [{ kind: "failed", words, trouble: troubleInWords(words) }];
          const { input_tokens, output_tokens } = event.stats;
          return [{ kind: "finished", reason: "stop", inputTokens: input_tokens, outputTokens: output_tokens }];
        }
      }
    };
  },
  troubleOf: (exitCode, stderr) => (exitCode === authenticationFailed ? "auth" : troubleInWords(stderr)),
};
