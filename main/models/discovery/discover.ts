import type { ModelOffer } from "#shared/contract/models.ts";
import type { Log } from "../../observability/log.ts";
import { listModels } from "../diagnosis/endpoint.ts";
import { offeredAlias } from "./offeredAlias.ts";
import { findOllama } from "./ollama.ts";
import { findTools } from "./tools.ts";

export interface DiscoverDeps {
  readonly findTool: (key: string) => Promise<string | null>;
  readonly log: Log;
  readonly ports?: LocalPorts;
}

/** Where local servers listen unless told otherwise: their own defaults. */
export interface LocalPorts {
  readonly ollama: number;
  readonly lmStudio: number;
}
const defaultPorts: LocalPorts = { ollama: 11_434, lmStudio: 1234 };

/** A server on this machine answers at once, or is none. */
const patienceMs = 1000;

/** What on this machine could answer, all looked for at once. What is not there is left out. */
export async function discover(
  { findTool, log, ports = defaultPorts }: DiscoverDeps,
  signal: AbortSignal = new AbortController().signal,
): Promise<ModelOffer[]> {
  const patient = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const look = async (name: string, find: () => Promise<ModelOffer[]>): Promise<ModelOffer[]> => {
    try {
      return await find();
    } catch (error) {
      signal.throwIfAborted();
      log.debug("Nothing to offer there", { name, reason: error instanceof Error ? error.message : String(error) });
      return [];
    }
  };
  const found = await Promise.all([
    look("Ollama", () => findOllama(`http://127.0.0.1:${ports.ollama}`, patient)),
    look("LM Studio", () => findLmStudio(`http://127.0.0.1:${ports.lmStudio}`, patient)),
    look("tools", () => findTools(findTool, patient)),
  ]);
  return found.flat();
}

/** https://lmstudio.ai/docs/app/api/endpoints/openai */
async function findLmStudio(url: string, signal: AbortSignal): Promise<ModelOffer[]> {
  const listing = await listModels(`${url}/v1`, {}, signal);
  if (listing.kind !== "models") return [];
  const taken = new Set<string>();
  return [
    {
      provider: { kind: "openai-compatible", key: "lm-studio", name: "LM Studio", baseUrl: `${url}/v1` },
      // It lists models for search as well, which answer nothing.
      aliases: listing.names
        .filter((name) => !/embed/i.test(name))
        .map((name) => offeredAlias(name, "lm-studio", null, taken)),
      found: url,
    },
  ];
}
