import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { AppError } from "#shared/errors/appError.ts";

export interface FolderListing {
  path: string;
  parent: string | null;
  folders: { name: string; path: string }[];
  isTruncated: boolean;
}

/** More folders than this nobody picks from a list. */
const maximumFolders = 1000;

/** The folders inside a folder (the home folder if left out), by name, hidden ones last. Throws FOLDER_NOT_FOUND. */
export async function browseFolders(path: string | undefined): Promise<FolderListing> {
  const folder = resolve(homedir(), path?.replace(/^~(?=$|[\\/])/, homedir()) ?? "");
  const entries = await readFolder(folder);
  const isFolder = await Promise.all(
    entries.map(
      async (entry) => entry.isDirectory() || (entry.isSymbolicLink() && (await pointsToFolder(folder, entry.name))),
    ),
  );
  const names = entries.filter((_entry, index) => isFolder[index]).map(({ name }) => name);
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const isHidden = (name: string) => name.startsWith(".");
  names.sort((a, b) => Number(isHidden(a)) - Number(isHidden(b)) || compare(a, b));
  const parent = dirname(folder);
  return {
    path: folder,
    parent: parent === folder ? null : parent,
    folders: names.slice(0, maximumFolders).map((name) => ({ name, path: join(folder, name) })),
    isTruncated: names.length > maximumFolders,
  };
}

async function readFolder(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new AppError("FOLDER_NOT_FOUND", { details: { folder }, cause: error });
  }
}

/** A link that leads nowhere is no folder. */
async function pointsToFolder(folder: string, name: string): Promise<boolean> {
  return await stat(join(folder, name))
    .then((target) => target.isDirectory())
    .catch(() => false);
}
