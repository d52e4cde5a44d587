/** One way to run a tool; a tool is installed when the command of one of its ways is found. */
export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** A tool the catalogue knows by itself. */
export interface BuiltInTool {
  readonly key: string;
  /** Other spellings that are accepted wherever a key is, but never shown. */
  readonly aliases: readonly string[];
  readonly name: string;
  readonly description: string;
  /** In the order they are looked for; the first is the one shown while none is installed. */
  readonly launches: readonly [Launch, ...Launch[]];
  readonly icon: string;
  readonly color: string;
  readonly install: { readonly command: string | null; readonly page: string };
}

/**
 * The tools in the order they are shown. Keys, names, icons and colours of the first eight rows that other clients know are
 * kept; the npm packages named here exist and provide the command. A tool that is not on npm is described by its own page: we
 * hand nobody a line that pipes a download into a shell.
 */
export const builtInTools: readonly BuiltInTool[] = [
  npmTool("claude", "Claude Code", "Anthropic’s coding agent", "🤖", "#FF6B6B", {
    package: "@anthropic-ai/claude-code",
    page: "https://code.claude.com/docs/en/setup",
  }),
  npmTool("codex", "Codex", "OpenAI’s coding agent", "🧩", "#10A37F", {
    package: "@openai/codex",
    page: "https://developers.openai.com/codex/cli",
  }),
  npmTool("gemini", "Gemini CLI", "Google’s coding agent", "✨", "#4285F4", {
    package: "@google/gemini-cli",
    page: "https://github.com/google-gemini/gemini-cli",
  }),
  npmTool("crush", "Crush", "Charm’s coding agent for the terminal", "💎", "#FFE66D", {
    package: "@charmland/crush",
    page: "https://github.com/charmbracelet/crush",
  }),
  npmTool("opencode", "OpenCode", "Open-source coding agent for any model", "🔓", "#F5A97F", {
    package: "opencode-ai",
    page: "https://opencode.ai/docs",
  }),
  npmTool("copilot", "GitHub Copilot", "GitHub’s coding agent", "🤖", "#F0F0F0", {
    package: "@github/copilot",
    page: "https://docs.github.com/copilot/how-tos/copilot-cli",
  }),
  {
    ...pageTool(
      "cursor",
      "Cursor",
      "Cursor’s coding agent",
      "👆",
      "#45B7D1",
      "https://cursor.com/docs/cli/installation",
    ),
    // The installer also links the agent as `agent`, a name too common to claim. The editor's own `cursor agent` runs it too.
    launches: [launch("cursor-agent"), launch("cursor", ["agent"])],
  },
  pageTool(
    "aider",
    "Aider",
    "AI pair programming in your repository",
    "🛠️",
    "#14B014",
    "https://aider.chat/docs/install.html",
  ),
  pageTool("iflow", "iFlow CLI", "iFlow’s coding agent", "🌊", "#4ECDC4", "https://cli.iflow.cn"),
  {
    ...pageTool("trae", "Trae", "ByteDance’s coding agent", "🌊", "#96CEB4", "https://github.com/bytedance/trae-agent"),
    // `traecli` is the product's agent, `trae-cli` the open-source one; a plain `trae` may be either or the editor's launcher.
    launches: [launch("traecli"), launch("trae-cli", ["interactive"]), launch("trae")],
  },
  {
    ...npmTool("droid", "Droid", "Factory’s coding agent", "🤖", "#FFEEAD", {
      package: "droid",
      page: "https://docs.factory.ai/cli/getting-started/quickstart",
    }),
    aliases: ["factorydroid"],
  },
  {
    ...npmTool("openclaw", "OpenClaw", "Personal assistant; opens its terminal chat", "🦞", "#D4A5A5", {
      package: "openclaw",
      page: "https://docs.openclaw.ai",
    }),
    // Without a subcommand it prints its help and ends.
    launches: [launch("openclaw", ["tui"])],
  },
  npmTool("amp", "Amp", "Amp’s coding agent", "⚡", "#F34E3F", {
    package: "@ampcode/cli",
    page: "https://ampcode.com/manual",
  }),
  {
    ...pageTool(
      "goose",
      "Goose",
      "Open-source agent that runs on your machine",
      "🪿",
      "#9AA5B1",
      "https://goose-docs.ai",
    ),
    launches: [launch("goose", ["session"])],
  },
];

function launch(command: string, launchArguments: readonly string[] = []): Launch {
  return { command, arguments: launchArguments };
}

function pageTool(
  key: string,
  name: string,
  description: string,
  icon: string,
  color: string,
  page: string,
): BuiltInTool {
  return {
    key,
    aliases: [],
    name,
    description,
    launches: [launch(key)],
    icon,
    color,
    install: { command: null, page },
  };
}

function npmTool(
  key: string,
  name: string,
  description: string,
  icon: string,
  color: string,
  source: { readonly package: string; readonly page: string },
): BuiltInTool {
  return {
    ...pageTool(key, name, description, icon, color, source.page),
    install: { command: `npm install -g ${source.package}`, page: source.page },
  };
}
