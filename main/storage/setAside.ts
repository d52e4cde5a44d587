import { existsSync, renameSync } from "node:fs";
import Database from "better-sqlite3";
import { fileTime } from "./fileTime.ts";
import { isDamage } from "./storageError.ts";

/** Whether a database file can be trusted, and if not, SQLite's words for why. */
export type Inspection =
  | { readonly kind: "absent" }
  | { readonly kind: "sound" }
  | { readonly kind: "damaged"; readonly reason: string };

/**
 * Looks at a database without changing it. It is opened for reading, because closing a writable connection would copy the
 * write-ahead log into the very file that must be kept as it was found.
 */
export function inspectDatabase(file: string): Inspection {
  if (!existsSync(file)) {
    // Left by a crash between two renames below. SQLite would delete it, with what it alone still holds.
    return existsSync(`${file}-wal`)
      ? { kind: "damaged", reason: "a write-ahead log without its database" }
      : { kind: "absent" };
  }
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const verdict = database.pragma("quick_check(1)", { simple: true });
    return verdict === "ok" ? { kind: "sound" } : { kind: "damaged", reason: String(verdict) };
  } catch (error) {
    if (isDamage(error)) return { kind: "damaged", reason: error instanceof Error ? error.message : String(error) };
    throw error;
  } finally {
    database?.close();
  }
}

/**
 * Renames the database and what belongs to it, so that a later repair finds the three files together under names SQLite
 * understands. The log goes last: a database beside a log of another one would be worse than either. Returns the new name.
 */
export function setAside(file: string, now: Date): string {
  const target = file.replace(/\.db$/, `.damaged-${fileTime(now)}.db`);
  for (const suffix of ["", "-shm", "-wal"]) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}
