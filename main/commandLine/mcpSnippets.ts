/** Coding tools that can be told of an MCP server, as their documentation of 2025 has it. */
export const snippetTools = ["claude", "codex", "gemini", "opencode"] as const;
export type SnippetTool = (typeof snippetTools)[number];

/** Seconds that Codex waits for a tool: a person's answer may take long. */
const patienceSeconds = 86_400;

/** What adds our server to a tool's configuration: `where` it belongs, and the text. */
export function mcpSnippet(
  tool: SnippetTool,
  [executable = "", ...words]: readonly string[],
): { where: string; text: string } {
  const json = (value: object): string => JSON.stringify(value, undefined, 2);
  switch (tool) {
    case "claude":
      return {
        where: ".mcp.json, ~/.claude.json",
        text: json({ mcpServers: { quarterdeck: { type: "stdio", command: executable, args: words } } }),
      };
    case "codex":
      // JSON's strings and lists of strings are TOML's, too.
      return {
        where: "~/.codex/config.toml",
        text: [
          "[mcp_servers.quarterdeck]",
          `command = ${JSON.stringify(executable)}`,
          `args = ${JSON.stringify(words)}`,
          'env_vars = ["QUARTERDECK_SESSION"]',
          `tool_timeout_sec = ${patienceSeconds}`,
        ].join("\n"),
      };
    case "gemini":
      return {
        where: "~/.gemini/settings.json",
        text: json({
          mcpServers: {
            quarterdeck: {
              command: executable,
              args: words,
              // biome-ignore lint/suspicious/noTemplateCurlyInString: Gemini puts its own variable in
              env: { QUARTERDECK_SESSION: "${QUARTERDECK_SESSION}" },
              timeout: patienceSeconds * 1000,
            },
          },
        }),
      };
    case "opencode":
      return {
        where: "~/.config/opencode/opencode.json",
        text: json({
          mcp: { quarterdeck: { type: "local", command: [executable, ...words], timeout: patienceSeconds * 1000 } },
        }),
      };
  }
}
