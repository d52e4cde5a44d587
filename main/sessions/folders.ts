import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, resolve } from "node:path";
import { AppError } from "#shared/errors/appError.ts";

/** The absolute path of an existing folder: `~` is the home folder, nothing is too. Throws FOLDER_NOT_FOUND. */
export async function resolveFolder(folder: string | undefined): Promise<string> {
  const path = folder === undefined || folder === "" ? homedir() : folder.replace(/^~(?=$|[/\\])/, homedir());
  const isFolder = isAbsolute(path) && !path.includes("\0") && (await isDirectory(path));
  if (!isFolder) throw new AppError("FOLDER_NOT_FOUND", { details: { folder: folder ?? path } });
  return resolve(path);
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false; // Missing, or not ours to see: in both cases no tool can start there.
  }
}
