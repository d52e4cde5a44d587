import { z } from "zod";
import type { ModelOffer } from "#shared/contract/models.ts";
import { offeredAlias } from "./offeredAlias.ts";

/** https://docs.ollama.com/api: `GET /api/tags`, and `POST /api/show`, whose `model_info` has `<architecture>.context_length`. */
const tags = z.object({ models: z.array(z.object({ name: z.string().min(1).max(200) })).max(1000) });
const details = z.object({
  model_info: z.record(z.string(), z.unknown()).default({}),
  capabilities: z.array(z.string()).optional(),
});

/** Asked for their details at most; a collection of hundreds is offered without. */
const maximumShown = 50;

export async function findOllama(url: string, signal: AbortSignal): Promise<ModelOffer[]> {
  const response = await fetch(`${url}/api/tags`, { signal, redirect: "error" });
  const { models } = tags.parse(await response.json());
  const described = await Promise.all(
    models.map(async ({ name }, index) => ({
      name,
      ...(index < maximumShown ? await show(url, name, signal) : unknown),
    })),
  );
  const taken = new Set<string>();
  return [
    {
      provider: { kind: "openai-compatible", key: "ollama", name: "Ollama", baseUrl: `${url}/v1` },
      aliases: described
        .filter(({ answers }) => answers)
        .map(({ name, contextTokens }) => offeredAlias(name, "ollama", contextTokens, taken)),
      found: url,
    },
  ];
}

const unknown = { contextTokens: null, answers: true } as const;

async function show(
  url: string,
  model: string,
  signal: AbortSignal,
): Promise<{ readonly contextTokens: number | null; readonly answers: boolean }> {
  try {
    const response = await fetch(`${url}/api/show`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model }),
      signal,
      redirect: "error",
    });
    const { model_info, capabilities } = details.parse(await response.json());
    const length = Object.entries(model_info).find(([name]) => name.endsWith(".context_length"))?.[1];
    return {
      contextTokens: typeof length === "number" && Number.isInteger(length) ? length : null,
      // Older versions say nothing of what a model can do.
      answers: capabilities === undefined || capabilities.includes("completion"),
    };
  } catch {
    // One model that cannot be described does not hide that the server is there.
    return unknown;
  }
}
