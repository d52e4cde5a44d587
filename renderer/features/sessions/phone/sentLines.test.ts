import { describe, expect, test } from "vitest";
import { browse, createSentLines, notBrowsing } from "./sentLines.ts";

describe("what was sent from the input line", () => {
  test("is gone through from the newest, and comes back to what was being written", () => {
    const sent = ["first", "second"];
    const one = browse(sent, notBrowsing, "draft", 1);
    const two = one && browse(sent, one.browsing, one.text, 1);
    expect([one?.text, two?.text]).toEqual(["second", "first"]);
    expect(two && browse(sent, two.browsing, two.text, 1)).toBeNull();
    const back = two && browse(sent, two.browsing, two.text, -1);
    const end = back && browse(sent, back.browsing, back.text, -1);
    expect([back?.text, end?.text]).toEqual(["second", "draft"]);
    expect(browse(sent, notBrowsing, "draft", -1)).toBeNull();
  });

  test("is kept by session, each line once, the blank ones not at all", () => {
    const lines = createSentLines();
    for (const line of ["a", "b", " ", "a"]) lines.add("one", line);
    expect(lines.of("one")).toEqual(["b", "a"]);
    expect(lines.of("two")).toEqual([]);
    for (let count = 0; count < 100; count += 1) lines.add("two", `${count}`);
    expect(lines.of("two").length).toBe(50);
    expect(lines.of("two").at(-1)).toBe("99");
  });
});
