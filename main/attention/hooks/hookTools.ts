import type { HookTool } from "./hookTool.ts";
import { anyTool } from "./tools/anyTool.ts";
import { claude } from "./tools/claude.ts";
import { codex } from "./tools/codex.ts";
import { gemini } from "./tools/gemini.ts";
import { opencode } from "./tools/opencode.ts";

const known = new Map([claude, codex, gemini, opencode].map((tool) => [tool.key, tool]));

/** Tools we know nothing particular about speak the form of docs/tools.md. */
export function hookToolOf(key: string): HookTool {
  return known.get(key) ?? anyTool;
}
