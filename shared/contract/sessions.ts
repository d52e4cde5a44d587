import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { mutation, query } from "./procedure.ts";
import { argumentList, environmentAdditions, toolKey } from "./tools.ts";

/** The terminal sizes we accept; beyond them programs misbehave and a screen costs too much memory. */
export const terminalLimits = { minColumns: 2, maxColumns: 500, minRows: 1, maxRows: 300 } as const;

export const terminalSize = z.object({
  columns: z.number().int().min(terminalLimits.minColumns).max(terminalLimits.maxColumns),
  rows: z.number().int().min(terminalLimits.minRows).max(terminalLimits.maxRows),
});
export type TerminalSize = z.infer<typeof terminalSize>;

export const sessionId = z
  .string()
  .regex(/^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/, "not a session id");
export const sessionStatus = z.enum(["created", "running", "stopped", "error"]);
export type SessionStatus = z.infer<typeof sessionStatus>;

/** Why a session no longer runs: by itself, by a signal from elsewhere, by our stop, cut off by a crash of the app, or never begun. */
export const endReason = z.enum(["exited", "signalled", "stopped", "interrupted", "failed"]);
export type EndReason = z.infer<typeof endReason>;

/** Times are milliseconds since the epoch, offsets and sizes are bytes of terminal output since the session was created. */
export const session = z.object({
  id: sessionId,
  tool: toolKey,
  name: z.string().min(1).max(120),
  folder: z.string(),
  arguments: argumentList,
  /** The names of the environment additions; their values stay on the server. */
  environmentNames: z.array(z.string()),
  status: sessionStatus,
  reason: endReason.nullable(),
  pid: z.number().int().nullable(),
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  columns: z.number().int(),
  rows: z.number().int(),
  /** The window title the tool set, or empty. */
  title: z.string(),
  /** The last line with text on it, without colours, at most 200 characters. */
  lastLine: z.string(),
  outputAt: z.number().nullable(),
  /** The first byte still kept, and the end of what was printed: what lies before `firstOffset` was dropped. */
  firstOffset: z.number().int(),
  endOffset: z.number().int(),
  viewers: z.number().int(),
  /** Who decides the size now; compare `viewer` with the answer of terminals.attach. */
  driver: z.object({ viewer: z.string(), label: z.string() }).nullable(),
  /** Set while history cannot be written (a full disk): the tool goes on, its output since then is not kept. */
  historyProblem: z.enum(["disk-full", "write-failed"]).nullable(),
});
export type Session = z.infer<typeof session>;

const sessionName = z.string().trim().min(1).max(120);

export const startSession = z.object({
  /** The same key within ten minutes answers with the same session instead of starting a second. */
  idempotencyKey: z.string().min(8).max(64).optional(),
  tool: toolKey,
  folder: z.string().max(4096).optional().describe("Absolute, or beginning with ~; the home folder if left out"),
  arguments: argumentList.optional(),
  environment: environmentAdditions.optional(),
  name: sessionName.optional(),
  size: terminalSize.optional(),
});
export type StartSession = z.infer<typeof startSession>;

const byId = z.object({ id: sessionId });

/** A stream of sessions: first a snapshot, then changes numbered without a gap; after a gap a fresh snapshot. */
export const sessionsEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("snapshot"), sequence: z.number().int(), sessions: z.array(session) }),
  z.object({ kind: z.literal("changed"), sequence: z.number().int(), session }),
  z.object({ kind: z.literal("deleted"), sequence: z.number().int(), id: sessionId }),
]);
export type SessionsEvent = z.infer<typeof sessionsEvent>;

/** Why a tool may not start, the first time or again. */
const startErrors = [
  "UNKNOWN_TOOL",
  "TOOL_NOT_INSTALLED",
  "TOOL_FAILED_TO_START",
  "FOLDER_NOT_FOUND",
  "TOO_MANY_SESSIONS",
  "SECRET_NOT_FOUND",
  "KEYCHAIN_FAILED",
  "DISK_FULL",
] as const;

export const sessionsContract = {
  list: query("watch")
    .route({ method: "GET", path: "/sessions", summary: "All sessions, newest first" })
    .output(z.array(session)),
  get: query("watch", ["SESSION_NOT_FOUND"])
    .route({ method: "GET", path: "/sessions/{id}", summary: "One session" })
    .input(byId)
    .output(session),
  changes: query("watch")
    .route({
      method: "GET",
      path: "/sessions/changes",
      summary: "A snapshot, then every change, as server-sent events",
    })
    .output(eventIterator(sessionsEvent)),
  start: mutation("start", startErrors)
    .route({ method: "POST", path: "/sessions", summary: "Start a tool in a new session" })
    .input(startSession)
    .output(session),
  restart: mutation("start", ["SESSION_NOT_FOUND", "SESSION_ALREADY_RUNNING", ...startErrors])
    .route({
      method: "POST",
      path: "/sessions/{id}/restart",
      summary: "Run an ended session again with the same settings; its history goes on",
    })
    .input(byId)
    .output(session),
  stop: mutation("steer", ["SESSION_NOT_FOUND", "SESSION_NOT_RUNNING"])
    .route({
      method: "POST",
      path: "/sessions/{id}/stop",
      summary: "SIGTERM, after the grace time SIGKILL; answers when it has ended",
    })
    .input(byId)
    .output(session),
  interrupt: mutation("steer", ["SESSION_NOT_FOUND", "SESSION_NOT_RUNNING"])
    .route({
      method: "POST",
      path: "/sessions/{id}/interrupt",
      summary: "What Ctrl-C does: SIGINT to what runs in the foreground",
    })
    .input(byId)
    .output(session),
  sendInput: mutation("steer", ["SESSION_NOT_FOUND", "SESSION_NOT_RUNNING"])
    .route({ method: "POST", path: "/sessions/{id}/input", summary: "Type text into a session" })
    .input(
      byId.extend({
        text: z.string().max(65_536),
        paste: z.boolean().default(false).describe("Send it as one bracketed paste where the tool asked for that"),
      }),
    )
    .output(z.object({ bytes: z.number().int() })),
  rename: mutation("steer", ["SESSION_NOT_FOUND"])
    .route({ method: "PATCH", path: "/sessions/{id}", summary: "Rename a session" })
    .input(byId.extend({ name: sessionName }))
    .output(session),
  delete: mutation("start", ["SESSION_NOT_FOUND", "SESSION_ALREADY_RUNNING"])
    .route({ method: "DELETE", path: "/sessions/{id}", summary: "Delete an ended session and its history" })
    .input(byId)
    .output(z.object({ id: sessionId })),
};
