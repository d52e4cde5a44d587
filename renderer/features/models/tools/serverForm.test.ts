import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mcpServer } from "#shared/configuration/chatSettings.ts";
import { hasProblems } from "../fieldProblems.ts";
import { formForServer, serverOf, serverProblems, withPair } from "./serverForm.ts";

describe("the form of an MCP server", () => {
  test("gives back the server it was made of", () => {
    const stdio = mcpServer.parse({
      kind: "stdio",
      key: "files",
      name: "Files",
      command: "npx",
      arguments: ["-y", "server with spaces"],
      environment: { TOKEN: "secret:files-token", EMPTY: "", LAST: "a=b " },
    });
    const http = mcpServer.parse({
      kind: "http",
      key: "web",
      name: "Web",
      url: "https://mcp.example/mcp",
      headers: { Authorization: "secret:web" },
    });
    expect(serverOf(formForServer(stdio), true)).toEqual(stdio);
    expect(serverOf(formForServer(http), true)).toEqual(http);
  });

  test("never sends what the configuration would refuse", () => {
    const text = fc.string({ maxLength: 40 });
    const form = fc.record({
      kind: fc.constantFrom("stdio" as const, "http" as const),
      key: fc.oneof(text, fc.constant("files")),
      name: text,
      command: text,
      arguments: text,
      url: fc.oneof(text, fc.webUrl()),
      pairs: fc.oneof(text, fc.constant("A=b\n C =d")),
    });
    fc.assert(
      fc.property(form, (typed) => {
        fc.pre(!hasProblems(serverProblems(typed, [])));
        expect(mcpServer.safeParse(serverOf(typed, true)).success).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("names a line that is no pair, a key that is taken, a wrong reference to a secret", () => {
    const form = { ...formForServer(null), key: "files", name: "Files", command: "npx" };
    expect(serverProblems({ ...form, pairs: "TOKEN" }, ["files"])).toEqual({
      key: "models.problemTaken",
      pairs: "models.problemPairs",
    });
    expect(serverProblems({ ...form, pairs: "TOKEN=secret:Not A Name" }, [])).toEqual({ pairs: "models.problemPairs" });
  });

  test("puts a secret in place of the value that was there", () => {
    expect(withPair("A=1\nTOKEN=plain\n", "TOKEN", "secret:t")).toBe("A=1\nTOKEN=secret:t");
  });
});
