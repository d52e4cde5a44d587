import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { configurationReference } from "./documentation/configurationReference.ts";
import { errorReference } from "./documentation/errorReference.ts";

/** The documents that are made from the sources, by their path in the repository. */
const documents: Readonly<Record<string, () => string>> = {
  "docs/errors.md": errorReference,
  "docs/configuration.md": configurationReference,
};

/** Writes the documents, or, with `--check`, only looks whether they are as the sources have them. Answers with those that are not. */
export async function generateDocs(root: string, isCheck: boolean): Promise<readonly string[]> {
  const outdated: string[] = [];
  for (const [path, text] of Object.entries(documents)) {
    const file = join(root, path);
    const wanted = text();
    const existing = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (existing === wanted) continue;
    outdated.push(path);
    if (isCheck) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, wanted);
  }
  return outdated;
}

if (import.meta.main) {
  const isCheck = process.argv.includes("--check");
  const outdated = await generateDocs(join(import.meta.dirname, "../.."), isCheck);
  for (const path of outdated)
    process.stderr.write(
      isCheck ? `${path} is out of date: run node main/core/generateDocs.ts\n` : `${path} was written\n`,
    );
  if (isCheck && outdated.length > 0) process.exitCode = 1;
}
