import { chmodSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../observability/log.ts";
import { fileTime } from "./fileTime.ts";
import type { Migration } from "./migrations/migration.ts";
import { toStorageError } from "./storageError.ts";

export interface MigrationOptions {
  readonly database: Database;
  readonly migrations: readonly Migration[];
  /** Where the copies go that are made before each step. */
  readonly backupFolder: string;
  readonly log: Log;
  readonly now?: () => Date;
}

/** The number of the last migration that ran on this database; 0 for a new one. */
export function versionOf(database: Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}

/** Throws DATABASE_NEWER where a later version of the product has migrated this database: we do not know what it means now. */
export function refuseNewer(found: number, migrations: readonly Migration[]): void {
  const supported = migrations.at(-1)?.number ?? 0;
  if (found <= supported) return;
  throw new AppError("DATABASE_NEWER", {
    message: `The database has version ${found}; this program knows versions up to ${supported}.`,
    details: { found, supported },
  });
}

/**
 * Takes the database to the newest version, each step in a transaction of its own and, where there is something to lose, after
 * a backup of its own. A step that fails leaves the database as it was before that step. Throws STORAGE_FAILED, DISK_FULL, DATABASE_NEWER.
 */
export function migrate(options: MigrationOptions): void {
  const { database, migrations, log } = options;
  expectWithoutGap(migrations);
  const from = versionOf(database);
  refuseNewer(from, migrations);
  for (const migration of migrations.filter(({ number }) => number > from)) {
    // A database that was begun just now holds nothing yet.
    const backup = from > 0 ? backUp(options, migration) : null;
    try {
      runOne(database, migration);
    } catch (error) {
      log.error("A database migration failed; the database is as it was before it", {
        migration: migration.number,
        backup,
        error,
      });
      throw toStorageError(error, `migration ${migration.number} (${migration.name})`);
    }
    log.info("The database was migrated", { migration: migration.number, name: migration.name, backup });
  }
}

function expectWithoutGap(migrations: readonly Migration[]): void {
  migrations.forEach((migration, index) => {
    if (migration.number !== index + 1)
      throw new Error(`Migration ${migration.name} has number ${migration.number}, not ${index + 1}`);
  });
}

/** A consistent copy, whole or not there at all: written under another name, then renamed. */
function backUp({ database, backupFolder, now = () => new Date() }: MigrationOptions, migration: Migration): string {
  const file = join(backupFolder, `quarterdeck-before-${migration.number}-${migration.name}-${fileTime(now())}.db`);
  const unfinished = `${file}.unfinished`;
  try {
    mkdirSync(backupFolder, { recursive: true, mode: 0o700 });
    rmSync(unfinished, { force: true });
    database.prepare("VACUUM INTO ?").run(unfinished);
    chmodSync(unfinished, 0o600);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw toStorageError(error, "backing up the database");
  }
  return file;
}

function runOne(database: Database, migration: Migration): void {
  // Inside a transaction the switch has no effect, and rebuilding a table that others refer to is impossible while it is on.
  database.pragma("foreign_keys = OFF");
  try {
    database
      .transaction(() => {
        migration.run((sql) => database.exec(sql));
        const broken = database.prepare("PRAGMA foreign_key_check").all();
        if (broken.length > 0) throw new Error(`${broken.length} rows refer to rows that are not there`);
        database.pragma(`user_version = ${migration.number}`);
      })
      .immediate();
  } finally {
    database.pragma("foreign_keys = ON");
  }
}
