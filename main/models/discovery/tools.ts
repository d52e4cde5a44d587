import type { ModelOffer } from "#shared/contract/models.ts";
import { runTool } from "../tools/toolProcess.ts";
import { environmentOf } from "../tools/toolSource.ts";
import { offeredAlias } from "./offeredAlias.ts";

const tools = [
  { key: "claude", name: "Claude Code" },
  { key: "codex", name: "Codex" },
  { key: "gemini", name: "Gemini CLI" },
] as const;

/** The installed coding tools, with their version where they say it in time. */
export async function findTools(
  findTool: (key: string) => Promise<string | null>,
  signal: AbortSignal,
): Promise<ModelOffer[]> {
  const offers = await Promise.all(
    tools.map(async ({ key, name }): Promise<ModelOffer[]> => {
      const executable = await findTool(key);
      if (executable === null) return [];
      const version = await versionOf(executable, key, signal);
      return [
        {
          provider: { kind: "tool", key, name, tool: key },
          aliases: [{ ...offeredAlias("", key, 200_000, new Set()), name }],
          found: version === null ? executable : `${executable} ${version}`,
        },
      ];
    }),
  );
  return offers.flat();
}

async function versionOf(
  executable: string,
  tool: (typeof tools)[number]["key"],
  signal: AbortSignal,
): Promise<string | null> {
  const run = runTool({ executable, arguments: ["--version"], environment: environmentOf(tool), input: "", signal });
  try {
    for await (const line of run) {
      const version = /\d+\.\d+\.\d+[\w.-]*/.exec(line)?.[0];
      if (version !== undefined) return version;
    }
    return null;
  } catch {
    // It is installed, be it slow or broken; a test of the connection says more.
    return null;
  }
}
