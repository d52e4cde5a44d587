/** Names of tools as providers accept them, and back. */
export interface ToolNames {
  toWire(name: string): string;
  /** A name nobody gave comes back as it is: whoever runs the tools says that it is unknown. */
  fromWire(name: string): string;
}

/** OpenAI accepts 64 of these characters, Anthropic 128; ours have dots (`app.list_sessions`). */
const maximumLength = 64;
const refused = /[^a-zA-Z0-9_-]/g;

/** Gives each of the names one of its own on the wire: other characters become `_`, and what would be taken gets a number. */
export function createToolNames(names: Iterable<string>): ToolNames {
  const toWire = new Map<string, string>();
  const fromWire = new Map<string, string>();
  for (const name of names) {
    if (toWire.has(name)) continue;
    const plain = name.replace(refused, "_").slice(0, maximumLength) || "_";
    let wire = plain;
    for (let number = 2; fromWire.has(wire); number += 1) {
      const suffix = `_${number}`;
      wire = plain.slice(0, maximumLength - suffix.length) + suffix;
    }
    toWire.set(name, wire);
    fromWire.set(wire, name);
  }
  return {
    // A call of an earlier turn may name a tool that is gone since.
    toWire: (name) => toWire.get(name) ?? (name.replace(refused, "_").slice(0, maximumLength) || "_"),
    fromWire: (wire) => fromWire.get(wire) ?? wire,
  };
}
