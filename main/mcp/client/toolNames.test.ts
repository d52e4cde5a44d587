import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximumNameLength, nameTools } from "./toolNames.ts";

const keys = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,31}$/);
const toolNames = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }),
  fc.stringMatching(/^[A-Za-z0-9_./ -]{1,80}$/),
);

describe("the names of tools", () => {
  it("are what models accept, each its own, each tool's the same whatever stands beside it", () => {
    fc.assert(
      fc.property(keys, fc.array(toolNames, { maxLength: 40 }), (key, given) => {
        const named = nameTools(key, given);
        const names = [...named.values()];
        expect(new Set(names).size).toBe(names.length);
        expect(new Set(given).size).toBe(named.size);
        for (const [tool, name] of named) {
          expect(name.length).toBeLessThanOrEqual(maximumNameLength);
          expect(name.startsWith(`${key}.`)).toBe(true);
          expect(name.slice(key.length + 1)).toMatch(/^[A-Za-z0-9_-]+$/);
          expect(nameTools(key, [tool]).get(tool)).toBe(name);
        }
      }),
    );
  });

  it("stay as they are where they can, and nothing takes the place of another", () => {
    const [changed = ""] = nameTools("git", ["create issue"]).values();
    const imitation = changed.slice("git.".length);
    expect([...nameTools("git", ["create issue", "create_issue", imitation])]).toEqual([
      ["create_issue", "git.create_issue"],
      [imitation, changed],
    ]);
  });
});
