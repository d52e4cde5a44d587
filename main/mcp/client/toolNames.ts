import { createHash } from "node:crypto";

/**
 * With a dot that an adapter writes as two underscores, a name has the 64 characters that the strictest providers accept
 * (OpenAI and Anthropic: `^[a-zA-Z0-9_-]{1,64}$`).
 */
export const maximumNameLength = 63;
const hashLength = 8;

/**
 * The names by which models know a server's tools: `<server>.<tool>`, of letters, digits, - and _. A name that had to be changed ends
 * in a hash of what the server calls it, so that it stays the same whatever other tools there are: permissions are kept by it. What
 * is there twice, or imitates a changed name, is left out.
 */
export function nameTools(server: string, given: readonly string[]): ReadonlyMap<string, string> {
  const room = maximumNameLength - server.length - 1;
  const named = new Map<string, string>();
  const taken = new Set<string>();
  const isPlain = (tool: string): boolean => /^[A-Za-z0-9_-]+$/.test(tool) && tool.length <= room;
  // Unchanged ones first: nothing that comes later may take their names.
  for (const tool of [...given.filter(isPlain), ...given.filter((one) => !isPlain(one))]) {
    const name = `${server}.${isPlain(tool) ? tool : changed(tool, room)}`;
    if (named.has(tool) || taken.has(name)) continue;
    named.set(tool, name);
    taken.add(name);
  }
  return named;
}

function changed(tool: string, room: number): string {
  const hash = createHash("sha256").update(tool).digest("hex").slice(0, hashLength);
  const readable = tool.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, room - hashLength - 1);
  return `${readable}_${hash}`;
}
