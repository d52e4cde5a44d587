import type { Migration } from "./migration.ts";

export const createSessions: Migration = {
  number: 1,
  name: "sessions",
  run: (execute) => {
    execute(`
      CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        tool TEXT NOT NULL,
        name TEXT NOT NULL,
        folder TEXT NOT NULL,
        arguments TEXT NOT NULL CHECK (json_valid(arguments)),
        environment TEXT NOT NULL CHECK (json_valid(environment)),
        status TEXT NOT NULL CHECK (status IN ('created', 'running', 'stopped', 'error')),
        reason TEXT CHECK (reason IN ('exited', 'signalled', 'stopped', 'interrupted', 'failed')),
        pid INTEGER,
        process_started TEXT,
        boot_id TEXT,
        exit_code INTEGER,
        signal TEXT,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER,
        "columns" INTEGER NOT NULL,
        "rows" INTEGER NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        last_line TEXT NOT NULL DEFAULT '',
        output_at INTEGER,
        idempotency_key TEXT UNIQUE
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sessions_created_at ON sessions (created_at DESC);
      CREATE INDEX sessions_status ON sessions (status);

      CREATE TABLE recent_folders (
        folder TEXT PRIMARY KEY,
        used_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        scopes TEXT NOT NULL CHECK (json_valid(scopes)),
        created_at INTEGER NOT NULL,
        last_used_at INTEGER,
        revoked_at INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE browser_logins (
        id TEXT PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        label TEXT NOT NULL,
        scopes TEXT NOT NULL CHECK (json_valid(scopes)),
        created_at INTEGER NOT NULL,
        last_used_at INTEGER,
        expires_at INTEGER NOT NULL,
        revoked_at INTEGER
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
