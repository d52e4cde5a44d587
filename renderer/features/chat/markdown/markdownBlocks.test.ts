import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownBlocks } from "./markdownBlocks.ts";

describe("the blocks of a text", () => {
  it("are paragraphs, headings and fenced code", () => {
    expect(markdownBlocks("One\n\nTwo\n\n# Three\n\n```js\na\n\nb\n```\n\nFour")).toEqual([
      "One\n\n",
      "Two\n\n",
      "# Three\n\n",
      "```js\na\n\nb\n```\n\n",
      "Four",
    ]);
  });

  it("keep a list with blank lines in it together, its numbers too", () => {
    const list = "1. one\n\n   more\n\n2. two\n\n- other\n\n* third";
    expect(markdownBlocks(list)).toEqual([list]);
  });

  it("do not take a shorter fence or one with words for the end of code", () => {
    const code = "````md\n```js\n\nx\n```\n\nstill\n````";
    expect(markdownBlocks(`${code}\n\nafter`)).toEqual([`${code}\n\n`, "after"]);
  });

  it("stay whole where references are defined", () => {
    const text = "See [a].\n\nMore\n\n[a]: https://example.org";
    expect(markdownBlocks(text)).toEqual([text]);
  });

  const markdown = fc
    .array(
      fc.constantFrom("word", "\n", "\n\n", "```", "~~~~", "- ", "1. ", "# ", "    ", "> ", "| a |", "中文", "`"),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join(""));

  it("make the text again when put together", () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(markdownBlocks(text).join("")).toBe(text);
      }),
    );
  });

  it("stay what they are while the text grows, but for the last", () => {
    fc.assert(
      fc.property(markdown, markdown, (text, more) => {
        const before = markdownBlocks(text).slice(0, -1);
        expect(markdownBlocks(text + more).slice(0, before.length)).toEqual(before);
      }),
    );
  });
});
