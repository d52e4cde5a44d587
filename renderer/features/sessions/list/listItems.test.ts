import { describe, expect, it } from "vitest";
import { exampleSession } from "../exampleSession.ts";
import { listItems, neighbour } from "./listItems.ts";

const sessions = [
  exampleSession({ id: "a", name: "api", folder: "/srv/server", createdAt: 1 }),
  exampleSession({ id: "b", name: "web", tool: "claude", lastLine: "Allow edit?", createdAt: 2 }),
  exampleSession({ id: "c", name: "old", status: "stopped", endedAt: 50, createdAt: 9 }),
  exampleSession({ id: "d", name: "older", status: "error", endedAt: 10, createdAt: 3 }),
];
const toolName = (key: string): string => (key === "claude" ? "Claude Code" : key);
const shown = (filter: string) =>
  listItems(sessions, filter, toolName).map((item) =>
    item.kind === "group" ? `${item.group} ${item.count}` : item.session.id,
  );

describe("the list of sessions", () => {
  it("groups running and ended, the newest first", () => {
    expect(shown("")).toEqual(["running 2", "b", "a", "ended 2", "c", "d"]);
  });

  it("filters by name, folder, tool and last line, every word somewhere", () => {
    expect(shown("SERVER")).toEqual(["running 1", "a"]);
    expect(shown("claude code allow")).toEqual(["running 1", "b"]);
    expect(shown("old")).toEqual(["ended 2", "c", "d"]);
    expect(shown("nowhere")).toEqual([]);
  });

  it("moves from session to session over the group headings and stops at the ends", () => {
    const items = listItems(sessions, "", toolName);
    expect(neighbour(items, "a", 1)).toBe("c");
    expect(neighbour(items, "c", -1)).toBe("a");
    expect(neighbour(items, "d", 1)).toBe("d");
    expect(neighbour(items, null, 1)).toBe("b");
    expect(neighbour([], "a", 1)).toBeNull();
  });
});
