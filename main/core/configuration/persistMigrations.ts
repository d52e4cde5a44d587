import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileTime } from "../../storage/fileTime.ts";
import { writeFileAtomically } from "../../storage/writeFileAtomically.ts";
import type { MigratedFile } from "./reading.ts";

/** A file that was brought forward, and where it stands as it was. */
export interface PersistedMigration {
  readonly path: string;
  readonly from: number;
  readonly backup: string;
}

/** Writes files of an older version anew, each after a copy of it was made in `backups`. Throws DISK_FULL, STORAGE_FAILED. */
export async function persistMigrations(
  files: readonly MigratedFile[],
  now: Date = new Date(),
): Promise<readonly PersistedMigration[]> {
  const done: PersistedMigration[] = [];
  for (const { path, from, previous, text } of files) {
    const folder = join(dirname(path), "backups");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const backup = join(folder, `${basename(path, ".json")}-version-${from}-${fileTime(now)}.json`);
    await writeFileAtomically(backup, previous);
    await writeFileAtomically(path, text);
    done.push({ path, from, backup });
  }
  return done;
}
