import Database from "better-sqlite3";
import { AppError } from "#shared/errors/appError.ts";
import type { ErrorCode } from "#shared/errors/errorCatalogue.ts";

/** The operating system's words for "no room": the disk itself, or the user's share of it. */
const fullCodes: readonly string[] = ["SQLITE_FULL", "ENOSPC", "EDQUOT"];

/**
 * What a failure of the database or of a file below the data folder means: DISK_FULL or STORAGE_FAILED, with the cause kept.
 * An AppError and a broken constraint (a decision of the caller, see isUniqueViolation) come back unchanged.
 */
export function toStorageError(error: unknown, doing: string): unknown {
  if (error instanceof AppError || isConstraintViolation(error)) return error;
  const cause = codeOf(error);
  if (cause === undefined) return error;
  const code: ErrorCode = fullCodes.includes(cause) ? "DISK_FULL" : "STORAGE_FAILED";
  const text = error instanceof Error ? error.message : String(error);
  return new AppError(code, { message: `${doing}: ${text} (${cause})`, details: { doing, cause }, cause: error });
}

/** Whether a write was refused because a row with the same unique value is there. */
export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  return code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY";
}

/** Whether SQLite says that the file itself is broken or is no database, as opposed to being busy, locked or unreadable. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code === "SQLITE_NOTADB" || (code?.startsWith("SQLITE_CORRUPT") ?? false);
}

function isConstraintViolation(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_CONSTRAINT");
}

/** SQLite's or the operating system's code; undefined for anything else, which is then a bug and passes through as it is. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof Database.SqliteError) return error.code;
  if (error instanceof Error && "code" in error && "syscall" in error && typeof error.code === "string")
    return error.code;
  return undefined;
}
