import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import type { Notice } from "#shared/contract/system.ts";
import type { Log } from "../observability/log.ts";
import { migrate, refuseNewer, versionOf } from "./migrate.ts";
import { allMigrations } from "./migrations/allMigrations.ts";
import type { Migration } from "./migrations/migration.ts";
import { inspectDatabase, setAside } from "./setAside.ts";
import { toStorageError } from "./storageError.ts";
import type { Tables } from "./tables.ts";

export const databaseFileName = "quarterdeck.db";

/**
 * What an acknowledged write survives. `process`: the end of this process, however it ends (WAL with synchronous=NORMAL).
 * `power`: also a power cut, at the price of one fsync a transaction (synchronous=FULL).
 */
type Durability = "process" | "power";

export interface OpenDatabaseOptions {
  /** Made if it is not there, for the user alone. */
  readonly dataFolder: string;
  readonly log: Log;
  readonly durability?: Durability;
  /** Other than the product's own in tests. */
  readonly migrations?: readonly Migration[];
  readonly now?: () => Date;
}

export interface Storage extends AsyncDisposable {
  readonly database: Kysely<Tables>;
  /** What a person must hear about the opening: `database-set-aside`, with the file it was renamed to. */
  readonly notices: readonly Notice[];
}

/** How long a writer waits for another connection (a backup tool, a second command) before it fails, in milliseconds. */
const busyTimeoutMs = 5000;

/**
 * Opens `quarterdeck.db` in the data folder, brought to the newest version. A damaged database is renamed, never changed, and a
 * fresh one begun, which `notices` tells. Queries fail with DISK_FULL or STORAGE_FAILED; a broken constraint stays SQLite's own
 * error (isUniqueViolation). Throws DATABASE_NEWER, DISK_FULL, STORAGE_FAILED.
 */
export function openDatabase(options: OpenDatabaseOptions): Storage {
  const { dataFolder, log, migrations = allMigrations, now = () => new Date() } = options;
  const file = join(dataFolder, databaseFileName);
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    const notices = setDamagedAside(file, log, now());
    const database = connect(file, options.durability ?? "process");
    try {
      refuseNewer(versionOf(database), migrations);
      database.pragma("journal_mode = WAL");
      migrate({ database, migrations, backupFolder: join(dataFolder, "backups"), log, now });
      chmodSync(file, 0o600);
    } catch (error) {
      database.close();
      throw error;
    }
    const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: withTranslatedErrors(database) }) });
    return { database: kysely, notices, [Symbol.asyncDispose]: () => close(kysely, database) };
  } catch (error) {
    throw toStorageError(error, "opening the database");
  }
}

function setDamagedAside(file: string, log: Log, now: Date): readonly Notice[] {
  const inspection = inspectDatabase(file);
  if (inspection.kind !== "damaged") return [];
  const renamed = setAside(file, now);
  log.error("The database is damaged; it was set aside and a new one begun", { renamed, reason: inspection.reason });
  return [{ code: "database-set-aside", details: { file: renamed, reason: inspection.reason }, since: now.getTime() }];
}

function connect(file: string, durability: Durability): Sqlite.Database {
  const database = new Sqlite(file, { timeout: busyTimeoutMs });
  database.pragma(`synchronous = ${durability === "power" ? "FULL" : "NORMAL"}`);
  database.pragma("foreign_keys = ON");
  return database;
}

/** Kysely closes only what it has used, so a database that nobody asked anything is closed here. */
async function close(kysely: Kysely<Tables>, database: Sqlite.Database): Promise<void> {
  await kysely.destroy();
  if (database.open) database.close();
}

/** The driver as Kysely needs it, its errors turned into ours at the one place where every query passes. */
function withTranslatedErrors(database: Sqlite.Database): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = translated(sql, () => database.prepare(sql));
      return {
        reader: statement.reader,
        all: (parameters) => translated(sql, () => statement.all(...parameters)),
        run: (parameters) => translated(sql, () => statement.run(...parameters)),
        iterate: (parameters) => translated(sql, () => statement.iterate(...parameters)),
      } satisfies SqliteStatement;
    },
  };
}

function translated<Result>(sql: string, operation: () => Result): Result {
  try {
    return operation();
  } catch (error) {
    throw toStorageError(error, shortened(sql));
  }
}

/** Enough of a statement to recognise it; values are parameters and so never part of it. */
function shortened(sql: string): string {
  return `database: ${sql.length > 80 ? `${sql.slice(0, 80)}…` : sql}`;
}
