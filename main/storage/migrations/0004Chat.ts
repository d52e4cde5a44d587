import type { Migration } from "./migration.ts";

export const createChat: Migration = {
  number: 4,
  name: "chat",
  run: (execute) => {
    // Long texts stand last in their row, so that reading what a list shows never touches the pages they overflow to.
    execute(`
      CREATE TABLE conversations (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        title_by TEXT NOT NULL CHECK (title_by IN ('nobody', 'message', 'model', 'person')),
        is_pinned INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        deleted_at INTEGER,
        model TEXT,
        head TEXT,
        branched_conversation TEXT,
        branched_message TEXT,
        messages INTEGER NOT NULL DEFAULT 0,
        preview TEXT NOT NULL DEFAULT '',
        is_interrupted INTEGER NOT NULL DEFAULT 0,
        input_tokens INTEGER NOT NULL DEFAULT 0,
        output_tokens INTEGER NOT NULL DEFAULT 0,
        cost REAL,
        used_tokens INTEGER NOT NULL DEFAULT 0,
        summarised_up_to TEXT,
        system_prompt TEXT NOT NULL,
        summary TEXT
      ) STRICT;
      CREATE INDEX conversations_order ON conversations (is_pinned DESC, updated_at DESC, row DESC) WHERE deleted_at IS NULL;
      CREATE INDEX conversations_title ON conversations (updated_at DESC, title) WHERE deleted_at IS NULL;
      CREATE INDEX conversations_deleted ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;

      CREATE TABLE messages (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        parent TEXT,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'streaming', 'done', 'stopped', 'failed', 'interrupted')),
        created_at INTEGER NOT NULL,
        ended_at INTEGER,
        model TEXT CHECK (json_valid(model)),
        usage TEXT CHECK (json_valid(usage)),
        error TEXT CHECK (json_valid(error)),
        parts TEXT NOT NULL CHECK (json_valid(parts))
      ) STRICT;
      CREATE INDEX messages_conversation ON messages (conversation);
      CREATE INDEX messages_unfinished ON messages (state) WHERE state IN ('waiting', 'streaming');

      CREATE TABLE message_pieces (
        sequence INTEGER PRIMARY KEY,
        message TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        part INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('text', 'reasoning')),
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX message_pieces_message ON message_pieces (message);

      CREATE TABLE attachments (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        is_complete INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE attachment_uses (
        attachment TEXT NOT NULL REFERENCES attachments (id),
        message TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        PRIMARY KEY (attachment, message)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX attachment_uses_message ON attachment_uses (message);

      CREATE VIRTUAL TABLE message_trigrams USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
      CREATE VIRTUAL TABLE message_pairs USING fts5 (pairs, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
    `);
  },
};
