import { expect, it } from "vitest";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { closeLeftOver } from "./closeLeftOver.ts";

function item(id: string, given: Pick<AttentionItem, "kind" | "place">): AttentionItem {
  return {
    id,
    sequence: 1,
    who: "a client",
    tool: null,
    text: "May I?",
    detail: null,
    choices: [],
    acceptsText: false,
    state: "open",
    closedBy: null,
    answer: null,
    createdAt: 0,
    updatedAt: 0,
    deliveries: [],
    ...given,
  };
}

it("closes what nobody waits for any more, and leaves what only tells and what belongs to sessions", async () => {
  const closed: string[] = [];
  const open = [
    item("permission", { kind: "permission", place: { kind: "app" } }),
    item("question", { kind: "question", place: { kind: "app" } }),
    item("told", { kind: "notification", place: { kind: "app" } }),
    item("session", { kind: "permission", place: { kind: "session", session: "one" } }),
  ];
  await closeLeftOver({
    list: async ({ state }) => (state === "open" ? open : []),
    close: async (id, by) => void closed.push(`${id} ${by}`),
  });
  expect(closed).toEqual(["permission expired", "question expired"]);
});
