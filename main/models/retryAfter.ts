/** Beyond it a server is not believed: nobody waits for a day. */
const maximumMs = 24 * 3_600_000;

/**
 * How long a server asks to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or the more exact `retry-after-ms` of OpenAI
 * and Azure. Null where it says nothing that can be read. Names of headers are in lower case.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | null {
  const exact = numberOf(headers["retry-after-ms"]);
  if (exact !== null) return bounded(exact);
  const text = headers["retry-after"]?.trim();
  const seconds = numberOf(text);
  if (seconds !== null) return bounded(seconds * 1000);
  // Date.parse takes much for a date that is none, a lone negative number for one.
  const date = text === undefined || !/^[A-Za-z]{3,9},? /.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : bounded(date - now);
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d{1,15}(\.\d{1,6})?\s*$/.test(text) ? Number(text) : null;
}

function bounded(milliseconds: number): number {
  return Math.min(Math.max(Math.ceil(milliseconds), 0), maximumMs);
}
