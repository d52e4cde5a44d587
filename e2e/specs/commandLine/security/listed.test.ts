import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectFolder } from "../../../helpers/projectFolder.ts";

it("every test of the suite is listed in docs/security.md, under its file, and no other", async () => {
  const page = await readFile(join(projectFolder, "docs", "security.md"), "utf8");
  const files = (await readdir(import.meta.dirname)).filter(
    (name) => name.endsWith(".test.ts") && name !== "listed.test.ts",
  );
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const source = await readFile(join(import.meta.dirname, file), "utf8");
    const titles = [...source.matchAll(/^\s*it\(\s*"((?:[^"\\]|\\.)*)"/gm)].map(([, title]) => title);
    const [, section = ""] = page.split(`— \`${file}\`\n\n`);
    const listed = section
      .split("\n\n", 1)[0]
      ?.split("\n")
      .map((line) => line.replace(/^- /, ""));
    expect([file, listed]).toEqual([file, titles]);
  }
});
