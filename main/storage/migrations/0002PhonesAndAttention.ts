import type { Migration } from "./migration.ts";

export const createPhonesAndAttention: Migration = {
  number: 2,
  name: "phones-and-attention",
  run: (execute) => {
    execute(`
      CREATE TABLE phones (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        label TEXT NOT NULL,
        public_key TEXT NOT NULL UNIQUE,
        scopes TEXT NOT NULL CHECK (json_valid(scopes)),
        paired_at INTEGER NOT NULL,
        last_seen_at INTEGER,
        last_address TEXT,
        revoked_at INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE push_subscriptions (
        phone TEXT PRIMARY KEY REFERENCES phones (id),
        endpoint TEXT NOT NULL,
        p256dh TEXT NOT NULL,
        auth TEXT NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE attention_items (
        id TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        session TEXT,
        item_key TEXT,
        state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
        content TEXT NOT NULL CHECK (json_valid(content)),
        answer TEXT CHECK (json_valid(answer)),
        answer_key TEXT,
        closed_by TEXT,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX attention_items_state ON attention_items (state);
      CREATE INDEX attention_items_session ON attention_items (session);

      CREATE TABLE attention_deliveries (
        item TEXT NOT NULL REFERENCES attention_items (id) ON DELETE CASCADE,
        surface TEXT NOT NULL,
        target TEXT NOT NULL,
        label TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        sent_at INTEGER,
        delivered_at INTEGER,
        seen_at INTEGER,
        answered_at INTEGER,
        next_at INTEGER,
        PRIMARY KEY (item, surface, target)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE counters (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO counters (name, value) VALUES ('attention', 0);
    `);
  },
};
