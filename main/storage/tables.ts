import type { Generated, Insertable, Selectable, Updateable } from "kysely";

/** The tables as the newest migration leaves them. Times are milliseconds since the epoch; columns called JSON hold JSON text. */
export interface Tables {
  readonly sessions: SessionsTable;
  readonly recent_folders: RecentFoldersTable;
  readonly tokens: TokensTable;
  readonly browser_logins: BrowserLoginsTable;
  readonly phones: PhonesTable;
  readonly push_subscriptions: PushSubscriptionsTable;
  readonly attention_items: AttentionItemsTable;
  readonly attention_deliveries: AttentionDeliveriesTable;
  readonly counters: CountersTable;
  readonly model_usage: ModelUsageTable;
  readonly model_budget_notices: ModelBudgetNoticesTable;
  readonly conversations: ConversationsTable;
  readonly messages: MessagesTable;
  readonly message_pieces: MessagePiecesTable;
  readonly attachments: AttachmentsTable;
  readonly attachment_uses: AttachmentUsesTable;
  readonly message_trigrams: MessageTrigramsTable;
  readonly message_pairs: MessagePairsTable;
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

interface PhonesTable {
  id: string;
  name: string;
  label: string;
  /** 65 raw bytes in base64url. Unique, among revoked ones too: a key is never paired twice. */
  public_key: string;
  /** JSON: an array of scopes. */
  scopes: string;
  paired_at: number;
  last_seen_at: number | null;
  last_address: string | null;
  revoked_at: number | null;
}

interface PushSubscriptionsTable {
  phone: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  created_at: number;
}

interface AttentionItemsTable {
  id: string;
  /** Of the last change; taken from the counter in the same transaction. */
  sequence: number;
  kind: string;
  session: string | null;
  item_key: string | null;
  state: "open" | "answered" | "closed";
  /** JSON: what the source said. */
  content: string;
  /** JSON. */
  answer: string | null;
  /** The idempotency key of the answer. */
  answer_key: string | null;
  closed_by: string | null;
  created_at: number;
  updated_at: number;
}

interface AttentionDeliveriesTable {
  item: string;
  surface: string;
  /** A phone's id; empty where there is one of a kind. */
  target: string;
  label: string;
  state: string;
  reason: string | null;
  attempts: number;
  sent_at: number | null;
  delivered_at: number | null;
  seen_at: number | null;
  answered_at: number | null;
  next_at: number | null;
}

interface CountersTable {
  name: string;
  value: number;
}

interface ConversationsTable {
  row: Generated<number>;
  id: string;
  title: string;
  title_by: "nobody" | "message" | "model" | "person";
  /** 0 or 1, as everywhere a column is called is_something. */
  is_pinned: Generated<number>;
  created_at: number;
  updated_at: number;
  /** Not shown any more; the row goes ten minutes later. */
  deleted_at: number | null;
  model: string | null;
  head: string | null;
  branched_conversation: string | null;
  branched_message: string | null;
  /** On the path to the head. */
  messages: Generated<number>;
  preview: Generated<string>;
  is_interrupted: Generated<number>;
  input_tokens: Generated<number>;
  output_tokens: Generated<number>;
  cost: number | null;
  used_tokens: Generated<number>;
  summarised_up_to: string | null;
  system_prompt: string;
  summary: string | null;
}

interface MessagesTable {
  /** Grows with every new message: the order in which they are found. */
  row: Generated<number>;
  id: string;
  conversation: string;
  parent: string | null;
  role: "user" | "assistant";
  state: "waiting" | "streaming" | "done" | "stopped" | "failed" | "interrupted";
  created_at: number;
  ended_at: number | null;
  /** JSON. */
  model: string | null;
  /** JSON. */
  usage: string | null;
  /** JSON: the error's shape. */
  error: string | null;
  /** JSON: an array of parts. */
  parts: string;
}

/** Text that streamed in since the message's parts were last written. */
interface MessagePiecesTable {
  sequence: Generated<number>;
  message: string;
  part: number;
  kind: "text" | "reasoning";
  text: string;
}

interface AttachmentsTable {
  id: string;
  name: string;
  media_type: string;
  bytes: number;
  is_complete: number;
  created_at: number;
}

interface AttachmentUsesTable {
  attachment: string;
  message: string;
}

/** Full-text index, contentless: `rowid` is that of the message. */
interface MessageTrigramsTable {
  rowid: number;
  text: string;
}

/** Index of every two neighbouring characters, for what is too short for trigrams. */
interface MessagePairsTable {
  rowid: number;
  pairs: string;
}

interface ModelUsageTable {
  /** Local, `2026-11-21`. */
  day: string;
  /** The alias's key. */
  model: string;
  calls: number;
  input_tokens: number;
  output_tokens: number;
  /** In the currency that was configured; null where no price was. */
  cost: number | null;
}

/** What was told about a day's budget: each state once. */
interface ModelBudgetNoticesTable {
  day: string;
  state: "warning" | "exceeded";
}

export type ConversationRow = Selectable<ConversationsTable>;
export type MessageRow = Selectable<MessagesTable>;
export type PhoneRow = Selectable<PhonesTable>;
export type AttentionItemRow = Selectable<AttentionItemsTable>;
export type AttentionDeliveryRow = Selectable<AttentionDeliveriesTable>;
export type SessionRow = Selectable<SessionsTable>;
export type NewSessionRow = Insertable<SessionsTable>;
export type SessionRowUpdate = Updateable<SessionsTable>;
export type TokenRow = Selectable<TokensTable>;
export type BrowserLoginRow = Selectable<BrowserLoginsTable>;
