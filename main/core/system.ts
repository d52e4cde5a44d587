import type { Check, LogEntry, Notice, SystemStatus } from "#shared/contract/system.ts";

export interface System {
  status(): SystemStatus;
  statusChanges(signal?: AbortSignal): AsyncIterable<SystemStatus>;
  dismissNotice(code: Notice["code"]): Record<string, never>;
  logs(request: { level: LogEntry["level"]; limit: number; contains?: string | undefined }): Promise<LogEntry[]>;
  diagnostics(): Promise<{ text: string; checks: Check[] }>;
  browseFolders(path: string | undefined): Promise<{
    path: string;
    parent: string | null;
    folders: { name: string; path: string }[];
    isTruncated: boolean;
  }>;
}
