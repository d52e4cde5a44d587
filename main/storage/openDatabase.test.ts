import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { silentLog } from "../observability/log.ts";
import { allMigrations } from "./migrations/allMigrations.ts";
import type { Migration } from "./migrations/migration.ts";
import { databaseFileName, openDatabase } from "./openDatabase.ts";
import { isUniqueViolation } from "./storageError.ts";
import type { NewSessionRow } from "./tables.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-storage-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const open = (options: { migrations?: readonly Migration[] } = {}) =>
  openDatabase({ dataFolder: folder, log: silentLog, ...options });

function sessionRow(id: string, idempotencyKey: string | null = null): NewSessionRow {
  return {
    id,
    tool: "shell",
    name: "a session",
    folder: "/tmp",
    arguments: "[]",
    environment: "{}",
    status: "created",
    reason: null,
    pid: null,
    process_started: null,
    boot_id: null,
    exit_code: null,
    signal: null,
    created_at: 1_800_000_000_123,
    started_at: null,
    ended_at: null,
    columns: 80,
    rows: 24,
    title: "",
    last_line: "",
    output_at: null,
    idempotency_key: idempotencyKey,
  };
}

const newest = allMigrations.length;
const addColumn: Migration = {
  number: newest + 1,
  name: "labels",
  run: (execute) => execute("ALTER TABLE tokens ADD COLUMN label TEXT NOT NULL DEFAULT ''"),
};

describe("the database", () => {
  it("keeps what was written, for the user alone", async () => {
    {
      await using storage = open();
      await storage.database.insertInto("sessions").values(sessionRow("one")).execute();
    }
    await using storage = open();
    expect(await storage.database.selectFrom("sessions").selectAll().execute()).toEqual([sessionRow("one")]);
    expect(storage.notices).toEqual([]);
    expect(statSync(join(folder, databaseFileName)).mode & 0o777).toBe(0o600);
  });

  it("enforces foreign keys, WAL and the durability asked for", async () => {
    await using storage = openDatabase({ dataFolder: folder, log: silentLog, durability: "power" });
    const { sql } = await import("kysely");
    const settings = await sql<{ foreign_keys: number }>`select * from pragma_foreign_keys`.execute(storage.database);
    const synchronous = await sql<{ synchronous: number }>`select * from pragma_synchronous`.execute(storage.database);
    const journal = await sql<{ journal_mode: string }>`select * from pragma_journal_mode`.execute(storage.database);
    expect(settings.rows).toEqual([{ foreign_keys: 1 }]);
    expect(synchronous.rows).toEqual([{ synchronous: 2 }]);
    expect(journal.rows).toEqual([{ journal_mode: "wal" }]);
  });

  it("lets one idempotency key stand once, and any number of sessions without", async () => {
    await using storage = open();
    const insert = (row: NewSessionRow) => storage.database.insertInto("sessions").values(row).execute();
    await insert(sessionRow("one", "key"));
    await insert(sessionRow("two"));
    await insert(sessionRow("three"));
    const refusal = await insert(sessionRow("four", "key")).catch((error: unknown) => error);
    expect(isUniqueViolation(refusal)).toBe(true);
  });

  it("says DISK_FULL when there is no room, and goes on when there is again", async () => {
    await using storage = open();
    const { sql } = await import("kysely");
    const { rows } = await sql<{ page_count: number }>`select * from pragma_page_count`.execute(storage.database);
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(storage.database);
    const big = { ...sessionRow("big"), title: "x".repeat(100_000) };
    const failure = await storage.database
      .insertInto("sessions")
      .values(big)
      .execute()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: "DISK_FULL", details: { cause: "SQLITE_FULL" } });
    expect(String(failure)).not.toContain("xxx");
    await sql.raw("pragma max_page_count = 100000").execute(storage.database);
    await storage.database.insertInto("sessions").values(big).execute();
    expect(await storage.database.selectFrom("sessions").select("id").execute()).toEqual([{ id: "big" }]);
  });

  it("says STORAGE_FAILED when the data folder cannot be one", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => openDatabase({ dataFolder: file, log: silentLog })).toThrow(
      expect.objectContaining({ code: "STORAGE_FAILED" }),
    );
  });
});

describe("a damaged database", () => {
  const damages: Record<string, (file: string) => void> = {
    "that is something else": (file) =>
      writeFileSync(file, "this was never a database, and it is long enough to be read as one. ".repeat(100)),
    "that was cut short": (file) => truncateSync(file, statSync(file).size - 4096 * 2),
    "with a page overwritten": (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 4096, 4096 * 3);
      writeFileSync(file, bytes);
    },
  };

  for (const [name, damage] of Object.entries(damages)) {
    it(`${name} is set aside byte for byte, and a fresh one begun`, async () => {
      const file = join(folder, databaseFileName);
      {
        await using storage = open();
        await storage.database.insertInto("sessions").values(sessionRow("lost")).execute();
      }
      damage(file);
      const damaged = readFileSync(file);

      await using storage = open();
      expect(await storage.database.selectFrom("sessions").selectAll().execute()).toEqual([]);
      await storage.database.insertInto("sessions").values(sessionRow("new")).execute();
      expect(storage.notices).toMatchObject([{ code: "database-set-aside" }]);
      const kept = String(storage.notices[0]?.details.file);
      expect(readFileSync(kept)).toEqual(damaged);
    });
  }

  it("takes its write-ahead log with it", async () => {
    const file = join(folder, databaseFileName);
    writeFileSync(file, "not a database ".repeat(1000));
    writeFileSync(`${file}-wal`, "the log of the damaged one");
    await using storage = open();
    const kept = String(storage.notices[0]?.details.file);
    expect(readFileSync(`${kept}-wal`, "utf8")).toBe("the log of the damaged one");
  });

  it("does not mistake a log left alone by a crash for its own", async () => {
    writeFileSync(join(folder, `${databaseFileName}-wal`), "left alone");
    await using storage = open();
    expect(readFileSync(`${storage.notices[0]?.details.file}-wal`, "utf8")).toBe("left alone");
  });
});

describe("migrations", () => {
  it("back the database up before each step, as it was", async () => {
    {
      await using storage = open();
      await storage.database.insertInto("sessions").values(sessionRow("one")).execute();
    }
    expect(existsSync(join(folder, "backups"))).toBe(false);
    const addAnother: Migration = {
      number: newest + 2,
      name: "more",
      run: (execute) => execute("DELETE FROM sessions"),
    };
    {
      await using storage = open({ migrations: [...allMigrations, addColumn, addAnother] });
      expect(await storage.database.selectFrom("sessions").selectAll().execute()).toEqual([]);
    }
    const backups = readdirSync(join(folder, "backups")).sort();
    expect(backups).toHaveLength(2);
    expect(backups[0]).toContain(`quarterdeck-before-${newest + 1}-labels-`);
    const versions = backups.map((name) => {
      const backup = new Sqlite(join(folder, "backups", name), { readonly: true });
      const rows = backup.prepare("SELECT id FROM sessions").all();
      const version = backup.pragma("user_version", { simple: true });
      backup.close();
      expect(rows).toEqual([{ id: "one" }]);
      return version;
    });
    expect(versions).toEqual([newest, newest + 1]);
  });

  it("that fail leave the database as it was", async () => {
    {
      await using storage = open();
      await storage.database.insertInto("sessions").values(sessionRow("one")).execute();
    }
    const broken: Migration = {
      number: newest + 1,
      name: "broken",
      run: (execute) => {
        execute("DELETE FROM sessions");
        execute("ALTER TABLE nowhere ADD COLUMN label TEXT");
      },
    };
    expect(() => open({ migrations: [...allMigrations, broken] })).toThrow(
      expect.objectContaining({ code: "STORAGE_FAILED" }),
    );
    await using storage = open();
    expect(await storage.database.selectFrom("sessions").select("id").execute()).toEqual([{ id: "one" }]);
  });

  it("do not run when the backup cannot be made", async () => {
    {
      await using storage = open();
      await storage.database.insertInto("sessions").values(sessionRow("one")).execute();
    }
    writeFileSync(join(folder, "backups"), "in the way");
    expect(() => open({ migrations: [...allMigrations, addColumn] })).toThrow(
      expect.objectContaining({ code: "STORAGE_FAILED" }),
    );
    await using storage = open();
    expect(await storage.database.selectFrom("sessions").select("id").execute()).toEqual([{ id: "one" }]);
  });

  it("refuse a database of a newer version and leave it alone", async () => {
    {
      await using storage = open({ migrations: [...allMigrations, addColumn] });
      await storage.database.insertInto("sessions").values(sessionRow("one")).execute();
    }
    const file = join(folder, databaseFileName);
    const before = readFileSync(file);
    expect(() => open()).toThrow(
      expect.objectContaining({ code: "DATABASE_NEWER", details: { found: newest + 1, supported: newest } }),
    );
    expect(readFileSync(file)).toEqual(before);
  });
});
