/** A time as part of a file name: sortable, in UTC, without colons, which Windows forbids. `2026-11-21T01-14-09-123Z`. */
export function fileTime(time: Date): string {
  return time.toISOString().replace(/[:.]/g, "-");
}
