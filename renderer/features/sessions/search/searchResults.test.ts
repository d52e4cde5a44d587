import { describe, expect, it } from "vitest";
import type { SearchMatch } from "#shared/contract/history.ts";
import { addSearchEvent, beginSearch, excerpt, resultItems } from "./searchResults.ts";

const match = (session: string, offset: number): SearchMatch => ({
  session,
  offset,
  time: 0,
  text: "an error here",
  start: 3,
  length: 5,
  before: [],
  after: [],
});

describe("search results", () => {
  it("collects matches by session in the order they came", () => {
    const first = addSearchEvent(beginSearch, { kind: "matches", matches: [match("a", 9), match("b", 5)] });
    const second = addSearchEvent(first, { kind: "matches", matches: [match("a", 2)] });
    expect(second.count).toBe(3);
    expect(
      resultItems(second.groups).map((item) =>
        item.kind === "session" ? `${item.session} ${item.count}` : item.match.offset,
      ),
    ).toEqual(["a 2", 9, 2, "b 1", 5]);
  });

  it("tells how far it is and whether there was more than it may show", () => {
    const half = addSearchEvent(beginSearch, { kind: "progress", searchedBytes: 50, totalBytes: 100 });
    expect(half.progress).toBe(0.5);
    expect(addSearchEvent(beginSearch, { kind: "progress", searchedBytes: 0, totalBytes: 0 }).progress).toBe(1);
    expect(addSearchEvent(half, { kind: "done", isTruncated: true }).state).toBe("truncated");
    expect(addSearchEvent(half, { kind: "done", isTruncated: false })).toMatchObject({ state: "done", progress: 1 });
  });

  it("shows the match of a long line, without the indentation of a short one", () => {
    expect(excerpt("    let error = 1;", 8, 5)).toEqual({ before: "let ", match: "error", after: " = 1;" });
    const far = excerpt(`${"x".repeat(300)}error`, 300, 5, 10);
    expect(far).toEqual({ before: `…${"x".repeat(10)}`, match: "error", after: "" });
  });
});
