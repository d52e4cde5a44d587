import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MessageTree, type TreeNode } from "./messageTree.ts";

/** Nodes of which each follows an earlier one, or none. */
const nodes = fc.array(fc.nat(), { maxLength: 30 }).map((parents) =>
  parents.map((parent, index): TreeNode => {
    const before = parent % (index + 1);
    return { id: `m${index}`, parent: before === index ? null : `m${before}`, role: parent % 2 ? "user" : "assistant" };
  }),
);

describe("the tree of messages", () => {
  it("leads from a first message to any other, each following the one before", () => {
    fc.assert(
      fc.property(nodes, (all) => {
        const tree = new MessageTree(all);
        for (const { id } of all) {
          const path = tree.path(id);
          expect(path.at(-1)).toBe(id);
          for (const [index, step] of path.entries()) expect(tree.get(step)?.parent).toBe(path[index - 1] ?? null);
          expect(tree.siblings(id)).toContain(id);
          const leaf = tree.newestLeaf(id);
          expect(tree.path(leaf)).toContain(id);
          expect(all.some(({ parent }) => parent === leaf)).toBe(false);
        }
      }),
    );
  });

  it("has no path without a head, and takes no message twice nor one that follows nothing known", () => {
    const tree = new MessageTree([{ id: "a", parent: null, role: "user" }]);
    expect(tree.path(null)).toEqual([]);
    expect(() => tree.add({ id: "a", parent: null, role: "user" })).toThrow("already");
    expect(() => tree.add({ id: "b", parent: "c", role: "user" })).toThrow("not in the tree");
  });
});
