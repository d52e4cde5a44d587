import { readFile } from "node:fs/promises";
import { toStorageError } from "../../storage/storageError.ts";

/** The text of a file; null if there is none. Throws STORAGE_FAILED. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw toStorageError(error, `reading ${file}`);
  }
}
