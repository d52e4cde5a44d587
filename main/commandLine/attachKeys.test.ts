import { describe, expect, it } from "vitest";
import { createKeyReader, type Typed } from "./attachKeys.ts";

/** What is typed, chunk by chunk, as one list: text for the tool and commands. */
function read(...chunks: readonly string[]): string[] {
  const reader = createKeyReader();
  const all = chunks.flatMap((chunk) => reader(Buffer.from(chunk, "latin1")).map(asText));
  const texts: string[] = [];
  for (const text of all) {
    const last = texts.at(-1);
    if (last !== undefined && !text.startsWith("<") && !last.startsWith("<")) texts[texts.length - 1] = last + text;
    else texts.push(text);
  }
  return texts;
}

const asText = (typed: Typed) =>
  typed.kind === "command" ? `<${typed.command}>` : Buffer.from(typed.bytes).toString("latin1");

describe("the command key", () => {
  it("leaves everything else to the tool, control keys included", () => {
    expect(read("ls\r", "\x03\x04\x1b[A")).toEqual(["ls\r\x03\x04\x1b[A"]);
  });

  it("detaches, takes over and scrolls with a letter behind it", () => {
    expect(read("a\x1cdb")).toEqual(["a", "<detach>", "b"]);
    expect(read("\x1ct\x1c[")).toEqual(["<takeOver>", "<scroll>"]);
  });

  it("works when the two keys come in separate reads", () => {
    expect(read("a\x1c", "d")).toEqual(["a", "<detach>"]);
  });

  it("is itself sent by pressing it twice, and with a key that is no command", () => {
    expect(read("\x1c\x1cd")).toEqual(["\x1cd"]);
    expect(read("\x1cx")).toEqual(["\x1cx"]);
  });

  it("means nothing inside a paste, wherever the reads are cut", () => {
    const pasted = "\x1b[200~a\x1cd\x1b[201~";
    expect(read(pasted)).toEqual([pasted]);
    expect(read(...pasted)).toEqual([pasted]);
    expect(read(`${pasted}\x1cd`)).toEqual([pasted, "<detach>"]);
  });
});
