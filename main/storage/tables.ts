import type { Insertable, Selectable, Updateable } from "kysely";

/** The tables as the newest migration leaves them. Times are milliseconds since the epoch; columns called JSON hold JSON text. */
export interface Tables {
  readonly sessions: SessionsTable;
  readonly recent_folders: RecentFoldersTable;
  readonly tokens: TokensTable;
  readonly browser_logins: BrowserLoginsTable;
}

interface SessionsTable {
  id: string;
  tool: string;
  name: string;
  folder: string;
  /** JSON: an array of strings. */
  arguments: string;
  /** JSON: an object of strings, the additions to the environment. */
  environment: string;
  status: "created" | "running" | "stopped" | "error";
  reason: "exited" | "signalled" | "stopped" | "interrupted" | "failed" | null;
  pid: number | null;
  /** When the process began, as the operating system writes it: tells it from a later process that got the same pid. */
  process_started: string | null;
  /** The boot in which the process ran: after a reboot no pid of ours is alive. */
  boot_id: string | null;
  exit_code: number | null;
  signal: string | null;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  columns: number;
  rows: number;
  title: string;
  last_line: string;
  output_at: number | null;
  /** Unique where it is set. */
  idempotency_key: string | null;
}

interface RecentFoldersTable {
  folder: string;
  used_at: number;
}

interface TokensTable {
  id: string;
  name: string;
  /** Of the token, never the token. Unique. */
  hash: string;
  /** JSON: an array of scopes. */
  scopes: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

interface BrowserLoginsTable {
  id: string;
  /** Of the cookie's value, never the value. Unique. */
  hash: string;
  label: string;
  /** JSON: an array of scopes. */
  scopes: string;
  created_at: number;
  last_used_at: number | null;
  expires_at: number;
  revoked_at: number | null;
}

export type SessionRow = Selectable<SessionsTable>;
export type NewSessionRow = Insertable<SessionsTable>;
export type SessionRowUpdate = Updateable<SessionsTable>;
export type TokenRow = Selectable<TokensTable>;
export type BrowserLoginRow = Selectable<BrowserLoginsTable>;
