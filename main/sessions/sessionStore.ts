import type { Kysely } from "kysely";
import { z } from "zod";
import type { SessionRow, SessionRowUpdate, Tables } from "../storage/tables.ts";
import type { SessionRecord } from "./sessionRecord.ts";

const argumentsColumn = z.array(z.string());
const environmentColumn = z.record(z.string(), z.string());
const recentFolderLimit = 20;

/** Sessions and recent folders in the database. */
export class SessionStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** All sessions, newest first. */
  async list(): Promise<SessionRecord[]> {
    const rows = await this.#database.selectFrom("sessions").selectAll().orderBy("created_at", "desc").execute();
    return rows.map(toRecord);
  }

  async insert(record: SessionRecord): Promise<void> {
    await this.#database
      .insertInto("sessions")
      .values({ ...toRow(record), id: record.id })
      .execute();
  }

  async update(record: SessionRecord): Promise<void> {
    await this.#database.updateTable("sessions").set(toRow(record)).where("id", "=", record.id).execute();
  }

  async delete(id: string): Promise<void> {
    await this.#database.deleteFrom("sessions").where("id", "=", id).execute();
  }

  /** The latest first. */
  async recentFolders(): Promise<string[]> {
    const rows = await this.#database
      .selectFrom("recent_folders")
      .select("folder")
      .orderBy("used_at", "desc")
      .limit(recentFolderLimit)
      .execute();
    return rows.map(({ folder }) => folder);
  }

  async rememberFolder(folder: string, usedAt: number): Promise<void> {
    await this.#database
      .insertInto("recent_folders")
      .values({ folder, used_at: usedAt })
      .onConflict((conflict) => conflict.column("folder").doUpdateSet({ used_at: usedAt }))
      .execute();
  }
}

function toRow(record: SessionRecord) {
  return {
    tool: record.tool,
    name: record.name,
    folder: record.folder,
    arguments: JSON.stringify(record.arguments),
    environment: JSON.stringify(record.environment),
    status: record.status,
    reason: record.reason,
    pid: record.pid,
    process_started: record.identity?.startedAt ?? null,
    boot_id: record.identity?.bootId ?? null,
    exit_code: record.exitCode,
    signal: record.signal,
    created_at: record.createdAt,
    started_at: record.startedAt,
    ended_at: record.endedAt,
    columns: record.columns,
    rows: record.rows,
    title: record.title,
    last_line: record.lastLine,
    output_at: record.outputAt,
    idempotency_key: record.idempotencyKey,
  } satisfies SessionRowUpdate;
}

function toRecord(row: SessionRow): SessionRecord {
  const identity =
    row.pid !== null && row.process_started !== null
      ? { pid: row.pid, startedAt: row.process_started, bootId: row.boot_id ?? "" }
      : null;
  return {
    id: row.id,
    tool: row.tool,
    name: row.name,
    folder: row.folder,
    arguments: argumentsColumn.parse(JSON.parse(row.arguments)),
    environment: environmentColumn.parse(JSON.parse(row.environment)),
    status: row.status,
    reason: row.reason,
    pid: row.pid,
    identity,
    exitCode: row.exit_code,
    signal: row.signal,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    columns: row.columns,
    rows: row.rows,
    title: row.title,
    lastLine: row.last_line,
    outputAt: row.output_at,
    idempotencyKey: row.idempotency_key,
  };
}
