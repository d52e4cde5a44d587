import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { errorCatalogue } from "#shared/errors/errorCatalogue.ts";
import { leavesOf } from "./configuration/schemaShape.ts";
import { generateDocs } from "./generateDocs.ts";

it("the documents in the repository are as the sources have them", async () => {
  expect(await generateDocs(join(import.meta.dirname, "../.."), true)).toEqual([]);
});

it("the documents name every error and every setting", async () => {
  const root = await mkdtemp(join(tmpdir(), "quarterdeck-docs-"));
  try {
    expect(await generateDocs(root, true)).toEqual(["docs/errors.md", "docs/configuration.md"]);
    await generateDocs(root, false);
    expect(await generateDocs(root, true)).toEqual([]);
    const errors = await readFile(join(root, "docs/errors.md"), "utf8");
    for (const [code, { meaning, remedy }] of Object.entries(errorCatalogue)) {
      expect(errors).toContain(`## ${code}\n`);
      expect(errors).toContain(meaning);
      expect(errors).toContain(remedy);
    }
    const settings = await readFile(join(root, "docs/configuration.md"), "utf8");
    for (const { path } of leavesOf()) expect(settings).toContain(`### ${path}\n`);
    expect(settings).toContain("`QUARTERDECK_SESSIONS_HISTORY_MEGABYTES`");
    expect(settings).not.toMatch(/undefined|\[object/);

    await writeFile(join(root, "docs/errors.md"), errors.replace("404", "405"));
    expect(await generateDocs(root, true)).toEqual(["docs/errors.md"]);
  } finally {
    await rm(root, { recursive: true });
  }
});
