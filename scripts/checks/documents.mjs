/** Fails if a generated document is not what the sources say; `npm run docs` writes them. */
import { readFile } from "node:fs/promises";
import { inRoot } from "../setup/paths.mjs";
import { run } from "../setup/run.mjs";
import { say } from "../setup/say.mjs";
import { nullIfMissing } from "../setup/tree.mjs";

const documents = ["docs/errors.md", "docs/configuration.md"];

const read = () => Promise.all(documents.map((file) => readFile(inRoot(file), "utf8").catch(nullIfMissing)));

const before = await read();
await run(process.execPath, [inRoot("main", "core", "generateDocs.ts")]);
const after = await read();
const stale = documents.filter((_, index) => before[index] !== after[index]);
if (stale.length > 0) {
  say(`${stale.join(" and ")} did not say what the sources say. They have been written anew: look at them and commit.`);
  process.exitCode = 1;
}
