export interface PageVersions {
  /** What this page was built as; undefined in development, where it follows its sources by itself. */
  readonly page: string | undefined;
  /** What the server says it is; null until it has said so on this connection. */
  readonly server: string | null;
  /** The server version for which this tab reloaded already: the page that came was still the old one, out of some cache. */
  readonly reloadedFor: string | null;
  /** Something is not sent, or somebody is in the middle of typing. */
  readonly isBusy: boolean;
}

/** Whether the page is that of another version than the server, and what to do: reload by itself, or offer it. */
export function pageUpdate({ page, server, reloadedFor, isBusy }: PageVersions): "none" | "reload" | "offer" {
  if (page === undefined || server === null || page === server) return "none";
  return isBusy || reloadedFor === server ? "offer" : "reload";
}
