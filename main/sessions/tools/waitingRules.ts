import type { WaitingRule } from "../contract.ts";

/** Agents redraw a spinner or a clock several times a second while they work; silence this long is no pause in that. */
const agent: WaitingRule = { quietMs: 4_000 };
/** These print line by line, with pauses while the model thinks: they wait only where their prompt stands. */
const lineByLine = { quietMs: 3_000 };

/**
 * Which tools have a state of waiting for the person, and how it is told from working. A shell or a person's own tool is nothing that works
 * by itself, so they have no rule.
 */
const rules: Readonly<Record<string, WaitingRule>> = {
  claude: agent,
  codex: agent,
  crush: agent,
  opencode: agent,
  copilot: agent,
  cursor: agent,
  iflow: agent,
  trae: agent,
  droid: agent,
  openclaw: agent,
  amp: agent,
  // Its permission prompts, as it shows them: no hook of it can answer them.
  gemini: { quietMs: 3_000, menu: /^(Allow execution|Apply this change|Do you want to proceed|Allow)\b.*\?/i },
  aider: { ...lineByLine, prompt: /^(?:\w+ )?(?:multi )?>\s*$|\(Y\)es\/\(N\)o/ },
  goose: { ...lineByLine, prompt: /^\s*(?:\( O\)>|>|🪿)\s*$/u },
};

/** Null for a tool that never waits for anybody after working. */
export function waitingRuleOf(tool: string): WaitingRule | null {
  return rules[tool] ?? null;
}
