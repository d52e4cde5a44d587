import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { toStorageError } from "./storageError.ts";

/**
 * Replaces a file whole or not at all, also through a power cut: written beside it, synced, renamed over it, and the folder
 * synced. The new file has `mode` (0600 unless told). Throws DISK_FULL, STORAGE_FAILED.
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array, mode = 0o600): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString("hex")}.unfinished`;
  try {
    const file = await open(unfinished, "wx", mode);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw toStorageError(error, `writing ${path}`);
  }
}

/** Makes the rename itself last. Windows cannot open a folder, and keeps its own log of renames. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
