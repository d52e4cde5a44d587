export interface TreeNode {
  readonly id: string;
  readonly parent: string | null;
  readonly role: "user" | "assistant";
}

/** Which message follows which: edited and regenerated ones are siblings, a path leads from the first message to any other. */
export class MessageTree {
  readonly #nodes = new Map<string, TreeNode>();
  readonly #children = new Map<string | null, string[]>();

  constructor(nodes: Iterable<TreeNode> = []) {
    for (const node of nodes) this.add(node);
  }

  get(id: string): TreeNode | undefined {
    return this.#nodes.get(id);
  }

  /** Every message, parents before what follows them. */
  ids(): string[] {
    return [...this.#nodes.keys()];
  }

  /** Its parent must be there already, which also keeps circles out. */
  add(node: TreeNode): void {
    if (this.#nodes.has(node.id)) throw new Error("The message is in the tree already");
    if (node.parent !== null && !this.#nodes.has(node.parent))
      throw new Error("The message's parent is not in the tree");
    this.#nodes.set(node.id, node);
    const siblings = this.#children.get(node.parent);
    if (siblings) siblings.push(node.id);
    else this.#children.set(node.parent, [node.id]);
  }

  /** From the first message to this one; empty without one. */
  path(head: string | null): string[] {
    const path: string[] = [];
    for (let node = this.#at(head); node; node = this.#at(node.parent)) path.push(node.id);
    return path.reverse();
  }

  /** All versions of a message, itself among them, oldest first. */
  siblings(id: string): string[] {
    const node = this.#nodes.get(id);
    if (!node) return [];
    return (this.#children.get(node.parent) ?? []).filter((sibling) => this.#nodes.get(sibling)?.role === node.role);
  }

  /** Where the conversation through this message ended last: from each message on with the newest that follows. */
  newestLeaf(id: string): string {
    let leaf = id;
    for (let next = this.#children.get(leaf)?.at(-1); next !== undefined; next = this.#children.get(leaf)?.at(-1))
      leaf = next;
    return leaf;
  }

  #at(id: string | null): TreeNode | undefined {
    return id === null ? undefined : this.#nodes.get(id);
  }
}
