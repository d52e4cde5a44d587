import type { Session } from "#shared/contract/sessions.ts";

/** A session as this protocol shows it; times are ISO 8601. */
export function sessionObject(session: Session) {
  return {
    session_id: session.id,
    tool_name: session.tool,
    status: session.status,
    created_at: isoTime(session.createdAt),
    started_at: session.startedAt === null ? null : isoTime(session.startedAt),
    args: session.arguments,
    pid: session.pid,
    exit_code: session.exitCode,
  };
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
