import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "../../observability/log.ts";
import { openDatabase, type Storage } from "../../storage/openDatabase.ts";
import { insertMessages } from "./insertMessages.ts";
import { search } from "./searchIndex.ts";
import { excerpt } from "./searchTerms.ts";

let folder = "";
let storage: Storage;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-search-"));
  storage = openDatabase({ dataFolder: folder, log: silentLog });
  const conversation = {
    id: "c",
    title: "",
    title_by: "nobody" as const,
    created_at: 0,
    updated_at: 0,
    system_prompt: "",
  };
  await storage.database.insertInto("conversations").values(conversation).execute();
});
afterEach(async () => {
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const stored = (id: string, text: string) => ({
  id,
  conversation: "c",
  parent: null,
  role: "user" as const,
  parts: [{ kind: "text" as const, text }],
  state: "done" as const,
  error: null,
  model: null,
  usage: null,
  createdAt: 0,
  endedAt: 0,
});

describe("search", () => {
  it("finds exactly the messages that contain the query, whatever its length and script", async () => {
    const character = fc.constantFrom("a", "B", "b", " ", "1", "#", '"', "*", "会", "话", "窗", "😀", "é", "-", "%");
    const texts = fc.array(fc.string({ unit: character, minLength: 1, maxLength: 12 }), {
      minLength: 1,
      maxLength: 12,
    });
    const query = fc.string({ unit: character, minLength: 1, maxLength: 4 }).filter((text) => text.trim() === text);
    let round = 0;
    await fc.assert(
      fc.asyncProperty(texts, query, async (written, asked) => {
        await storage.database.deleteFrom("messages").execute();
        await sql`DELETE FROM message_trigrams`.execute(storage.database);
        await sql`DELETE FROM message_pairs`.execute(storage.database);
        round += 1;
        const all = written.map((text, index) => stored(`${round} ${index}`, text));
        await insertMessages(storage.database, all);
        const expected = all.filter(({ parts }) => parts[0]?.text.trim().toLowerCase().includes(asked.toLowerCase()));
        const found = await search(storage.database, { query: asked, limit: 100 });
        expect(found.map(({ message }) => message)).toEqual(expected.map(({ id }) => id).reverse());
        for (const { text, start, length } of found)
          expect(text.slice(start, start + length).toLowerCase()).toBe(asked.toLowerCase());
      }),
      { numRuns: 60 },
    );
  });

  it("walks an index for the list and for titles, and no message for a search", async () => {
    const plan = async (statement: ReturnType<typeof sql>): Promise<string> => {
      const { rows } = await sql<{ detail: string }>`EXPLAIN QUERY PLAN ${statement}`.execute(storage.database);
      return rows.map(({ detail }) => detail).join("\n");
    };
    const list = await plan(
      sql`SELECT * FROM conversations WHERE deleted_at IS NULL ORDER BY is_pinned DESC, updated_at DESC, row DESC LIMIT 100`,
    );
    expect(list).toContain("USING INDEX conversations_order");
    expect(list).not.toContain("TEMP B-TREE");
    const found = await plan(
      sql`SELECT messages.id FROM message_pairs AS found CROSS JOIN messages ON messages.row = found.rowid
          WHERE found.message_pairs MATCH ${"x"} ORDER BY found.rowid DESC LIMIT 50`,
    );
    expect(found).toContain("SEARCH messages USING INTEGER PRIMARY KEY");
    expect(found).not.toContain("TEMP B-TREE");
  });
});

describe("an excerpt", () => {
  it("holds the match where it says, never cut in the middle of a character, and treats the query as it is written", () => {
    const text = `${"😀".repeat(100)}needle (a.b)${"😀".repeat(200)}`;
    const found = excerpt(text, "NEEDLE");
    expect(found?.text.slice(found.start, found.start + found.length)).toBe("needle");
    expect(found?.text.isWellFormed()).toBe(true);
    expect(excerpt(text, "(a.b)")).toMatchObject({ length: 5 });
    expect(excerpt(text, "axb")).toBeNull();
    expect(excerpt("a\nb", "a b")).toBeNull();
  });
});
