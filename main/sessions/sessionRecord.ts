import { randomUUID } from "node:crypto";
import type { EndReason, Session, SessionStatus, StartSession } from "#shared/contract/sessions.ts";
import type { Tool } from "#shared/contract/tools.ts";
import type { ProcessIdentity } from "./processes/processGroups.ts";

/** A session as it is kept in the database. */
export interface SessionRecord {
  readonly id: string;
  readonly tool: string;
  readonly name: string;
  readonly folder: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly status: SessionStatus;
  readonly reason: EndReason | null;
  readonly pid: number | null;
  /** Tells the process from a later one with the same number; null while it does not run. */
  readonly identity: ProcessIdentity | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
  readonly lastLine: string;
  readonly outputAt: number | null;
  readonly idempotencyKey: string | null;
}

/** What is known of a session only while the app runs. */
export interface SessionView {
  readonly firstOffset: number;
  readonly endOffset: number;
  readonly viewers: number;
  readonly driver: Session["driver"];
  readonly historyProblem: Session["historyProblem"];
}

/** The session as clients see it: without the values of its environment. */
export function toSession(record: SessionRecord, view: SessionView): Session {
  const { environment, identity: _identity, idempotencyKey: _key, ...rest } = record;
  return { ...rest, arguments: [...record.arguments], environmentNames: Object.keys(environment).sort(), ...view };
}

/** The size a terminal has until a viewer brings its own. */
const defaultSize = { columns: 120, rows: 36 } as const;

/** A session that is about to start. */
export function newRecord(request: StartSession, tool: Tool, folder: string, now: number): SessionRecord {
  return {
    id: randomUUID(),
    tool: tool.key,
    name: request.name ?? tool.name,
    folder,
    arguments: request.arguments ?? [],
    environment: request.environment ?? {},
    status: "created",
    reason: null,
    pid: null,
    identity: null,
    exitCode: null,
    signal: null,
    createdAt: now,
    startedAt: null,
    endedAt: null,
    ...(request.size ?? defaultSize),
    title: "",
    lastLine: "",
    outputAt: null,
    idempotencyKey: request.idempotencyKey ?? null,
  };
}

/** What an ended session looks like. */
export function ended(
  reason: EndReason,
  at: number,
  exit: { exitCode: number | null; signal: string | null } = { exitCode: null, signal: null },
) {
  return {
    status: reason === "failed" ? "error" : "stopped",
    reason,
    pid: null,
    identity: null,
    endedAt: at,
    ...exit,
  } as const;
}

/** What a session looks like once its program was started. */
export function running(pid: number, at: number) {
  return {
    status: "running",
    reason: null,
    pid,
    identity: null,
    exitCode: null,
    signal: null,
    startedAt: at,
    endedAt: null,
  } as const;
}
