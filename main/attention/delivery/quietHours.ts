/** From when to when nothing rings: `22:00`, in this machine's time zone; empty for never. May go over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/**
 * The first moment from `at` on (milliseconds since the epoch) that is not in the quiet hours: `at` itself outside of them. Where a
 * clock change skips or repeats an hour, the ends are where the local clock shows them first.
 */
export function ringsFrom(at: number, { from, until }: QuietHours): number {
  if (from === "" || until === "" || from === until) return at;
  const nightLength = until < from ? 1 : 0;
  for (const day of [-1, 0]) {
    const end = localTime(at, day + nightLength, until);
    if (localTime(at, day, from) <= at && at < end) return end;
  }
  return at;
}

function localTime(at: number, days: number, time: string): number {
  const date = new Date(at);
  const [hours, minutes] = time.split(":").map(Number);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hours, minutes).getTime();
}
