import type { Check, LogEntry, Notice, SystemStatus } from "#shared/contract/system.ts";
import { browseFolders, type FolderListing } from "./browseFolders.ts";
import type { LatestValue } from "./latestValue.ts";
import type { Notices } from "./notices.ts";

/** The calls of shared/contract/system.ts. */
export interface System {
  status(): SystemStatus;
  statusChanges(signal?: AbortSignal): AsyncIterable<SystemStatus>;
  dismissNotice(code: Notice["code"]): Record<string, never>;
  logs(request: LogsRequest): Promise<LogEntry[]>;
  diagnostics(): Promise<{ text: string; checks: Check[] }>;
  browseFolders(path: string | undefined): Promise<FolderListing>;
}

export interface LogsRequest {
  readonly level: LogEntry["level"];
  readonly limit: number;
  readonly contains?: string | undefined;
}

export interface SystemDeps {
  /** What of the status changes while running; the rest is fixed. */
  readonly readStatus: () => Omit<SystemStatus, "notices" | "pid" | "platform">;
  readonly statusChanged: LatestValue;
  readonly notices: Notices;
  readonly readLogs: (request: LogsRequest) => Promise<LogEntry[]>;
  readonly diagnose: () => Promise<{ text: string; checks: Check[] }>;
}

export function createSystem({ readStatus, statusChanged, notices, readLogs, diagnose }: SystemDeps): System {
  const status = (): SystemStatus => ({
    ...readStatus(),
    pid: process.pid,
    platform: process.platform,
    notices: notices.list(),
  });
  return {
    status,
    statusChanges: (signal) => statusChanged.follow(status, signal),
    dismissNotice: (code) => {
      notices.remove(code);
      return {};
    },
    logs: readLogs,
    diagnostics: diagnose,
    browseFolders,
  };
}
