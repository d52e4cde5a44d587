import { z } from "zod";
import { guardedFetch } from "../providers/guardedFetch.ts";

const list = z.object({ data: z.array(z.object({ id: z.string().max(300) })).max(10_000) });

/** What `GET /models` brought; it is asked of providers, which nearly all have it. */
export type Listing =
  | { readonly kind: "models"; readonly names: readonly string[] }
  /** A status that says something about the key or the address. */
  | { readonly kind: "status"; readonly status: number }
  /** Something answers there, but no model API. */
  | { readonly kind: "foreign"; readonly status: number };

const maximumCharacters = 4_000_000;

/** Throws what fetch throws where nothing answers. */
export async function listModels(
  baseUrl: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Listing> {
  const response = await guardedFetch(`${baseUrl.replace(/\/+$/, "")}/models`, { headers, signal });
  const { status } = response;
  const body = parse((await response.text()).slice(0, maximumCharacters));
  if (status !== 200)
    return typeof body === "object" && body !== null ? { kind: "status", status } : { kind: "foreign", status };
  const parsed = list.safeParse(body);
  return parsed.success ? { kind: "models", names: parsed.data.data.map(({ id }) => id) } : { kind: "foreign", status };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page for people.
    return null;
  }
}

/** The few names that look most like the one asked for, the nearest first. */
export function nearNames(asked: string, names: readonly string[]): string[] {
  const scored = names.map((name) => ({ name, likeness: likeness(asked.toLowerCase(), name.toLowerCase()) }));
  return scored
    .filter(({ likeness }) => likeness > 0.3)
    .sort((one, other) => other.likeness - one.likeness || one.name.localeCompare(other.name))
    .slice(0, 5)
    .map(({ name }) => name);
}

/** Dice's coefficient of pairs of characters: 1 for the same, 0 for nothing in common. */
function likeness(one: string, other: string): number {
  const pairs = (text: string): Set<string> =>
    new Set([...text].slice(1).map((character, index) => `${[...text][index]}${character}`));
  const [first, second] = [pairs(one), pairs(other)];
  if (first.size + second.size === 0) return one === other ? 1 : 0;
  return (2 * [...first].filter((pair) => second.has(pair)).length) / (first.size + second.size);
}
