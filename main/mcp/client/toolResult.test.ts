import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readToolList, toolLimits } from "./toolList.ts";
import { maximumResultLength, textOfResult, toolResult } from "./toolResult.ts";

describe("a result as text", () => {
  it("is some text, never too long, whatever a server says", () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constant("text"), text: fc.string({ unit: "binary", maxLength: 200 }) }),
      fc.record({
        type: fc.constantFrom("image", "audio", "resource", "new"),
        data: fc.string(),
        mimeType: fc.string(),
      }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), fc.nat(2000), (content, times) => {
        const given = { content: Array.from({ length: times }, () => content).flat() };
        expect(textOfResult(toolResult.parse(given)).length).toBeLessThanOrEqual(maximumResultLength);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps what fits as it is, and says how much it has cut", () => {
    const resultOf = (text: string) => textOfResult({ content: [{ type: "text", text }] });
    expect(resultOf("a\nb 中")).toBe("a\nb 中");
    const [, cut] = /\n\[cut: (\d+) more characters\]$/.exec(resultOf("x".repeat(250_000))) ?? [];
    const kept = resultOf("x".repeat(250_000)).split("\n")[0]?.length ?? 0;
    expect(kept + Number(cut)).toBe(250_000);
    expect(textOfResult({ structuredContent: { a: 1 } })).toBe('{"a":1}');
  });
});

describe("a list of tools", () => {
  const tool = (name: string, size = 0) => ({ name, inputSchema: { type: "object", padding: "x".repeat(size) } });

  it("is read page by page to its end", async () => {
    const pages: Record<string, { tools: unknown[]; nextCursor?: string }> = {
      "": { tools: [tool("a")], nextCursor: "2" },
      2: { tools: [tool("b"), { name: 7 }, null] },
    };
    const list = await readToolList(async (cursor = "") => pages[cursor] ?? { tools: [] });
    expect([list.tools.map(({ name }) => name), list.leftOut]).toEqual([["a", "b"], 2]);
  });

  it("ends at its limits: of tools, of pages, of a schema and of all schemas", async () => {
    let asked = 0;
    const many = await readToolList(async () => {
      asked += 1;
      return { tools: Array.from({ length: 300 }, (_, index) => tool(`${asked}-${index}`)), nextCursor: "more" };
    });
    expect([many.tools.length, many.leftOut, asked]).toEqual([toolLimits.tools, 100, 2]);
    const large = await readToolList(async () => ({ tools: [tool("too_large", 40_000), tool("fine", 10)] }));
    expect(large.tools.map(({ name }) => name)).toEqual(["fine"]);
    const together = await readToolList(async () => ({
      tools: Array.from({ length: 100 }, (_, index) => tool(`t${index}`, 30_000)),
    }));
    expect(together.tools.length).toBe(Math.floor(toolLimits.schemasLength / 30_034));
    expect(together.leftOut).toBe(100 - together.tools.length);
  });
});
