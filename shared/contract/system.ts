import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { mutation, query } from "./procedure.ts";
import { scope } from "./scopes.ts";

export const notice = z.object({
  /** Which text to show: keys of the renderer's and the command line's translations. */
  code: z.enum([
    "disk-full",
    "disk-low",
    "database-set-aside",
    "secrets-in-vault",
    "sessions-interrupted",
    "relay-failed",
    "certificate-problem",
    "model-budget",
  ]),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  since: z.number(),
});
export type Notice = z.infer<typeof notice>;

export const systemStatus = z.object({
  version: z.string(),
  host: z.enum(["desktop", "headless"]),
  pid: z.number().int(),
  platform: z.string(),
  startedAt: z.number(),
  url: z.string().nullable(),
  /** Where phones connect; null while the relay is off or has failed. */
  lanUrl: z.string().nullable(),
  connections: z.number().int(),
  runningSessions: z.number().int(),
  /** Items that need the user now. */
  openAttention: z.number().int(),
  notices: z.array(notice),
});
export type SystemStatus = z.infer<typeof systemStatus>;

export const logEntry = z.object({
  time: z.number(),
  level: z.enum(["debug", "info", "warn", "error"]),
  part: z.string(),
  message: z.string(),
  context: z.record(z.string(), z.unknown()),
});
export type LogEntry = z.infer<typeof logEntry>;

export const check = z.object({
  name: z.string(),
  state: z.enum(["ok", "warning", "failed", "skipped"]),
  detail: z.string(),
  remedy: z.string().nullable(),
});
export type Check = z.infer<typeof check>;

const folderEntry = z.object({ name: z.string(), path: z.string() });

export const systemContract = {
  me: query("watch")
    .route({ method: "GET", path: "/me", summary: "Who is asking and what they may do" })
    .output(
      z.object({
        label: z.string(),
        kind: z.enum(["desktop", "browser", "phone", "token", "command-line"]),
        scopes: z.array(scope),
      }),
    ),
  status: query("watch").route({ method: "GET", path: "/status", summary: "What runs here" }).output(systemStatus),
  statusChanges: query("watch")
    .route({ method: "GET", path: "/status/changes", summary: "The status now and at every change" })
    .output(eventIterator(systemStatus)),
  dismissNotice: mutation("admin")
    .route({ method: "DELETE", path: "/status/notices/{code}", summary: "Put a notice away" })
    .input(z.object({ code: notice.shape.code }))
    .output(z.object({})),
  logs: query("admin")
    .route({ method: "GET", path: "/logs", summary: "The newest log entries, newest first" })
    .input(
      z.object({
        level: logEntry.shape.level.default("info"),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
        contains: z.string().max(200).optional(),
      }),
    )
    .output(z.array(logEntry)),
  /** A report to paste into an issue: versions, configuration without secrets, checks, the last warnings. */
  diagnostics: query("admin")
    .route({ method: "GET", path: "/diagnostics", summary: "A report without secrets" })
    .output(z.object({ text: z.string(), checks: z.array(check) })),
  recentFolders: query("start")
    .route({ method: "GET", path: "/folders/recent", summary: "Folders sessions were started in" })
    .output(z.array(z.string())),
  /** The folders inside a folder, for a chooser; hidden ones last. */
  browseFolders: query("start", ["FOLDER_NOT_FOUND"])
    .route({ method: "GET", path: "/folders", summary: "The folders inside a folder" })
    .input(z.object({ path: z.string().max(4096).optional() }))
    .output(
      z.object({
        path: z.string(),
        parent: z.string().nullable(),
        folders: z.array(folderEntry),
        isTruncated: z.boolean(),
      }),
    ),
};
