import type { Notice } from "#shared/contract/system.ts";

/** What everybody who looks at the app should know until it is put away; one of a kind, the latest details. */
export interface Notices {
  list(): Notice[];
  add(notice: Notice): void;
  /** Adds one as of now. */
  tell(code: Notice["code"], details: Notice["details"]): void;
  /** Takes a notice away because what it told is over, or because somebody has read it. */
  remove(code: Notice["code"]): void;
  onChange(listener: () => void): void;
}

export function createNotices(): Notices {
  const notices = new Map<Notice["code"], Notice>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const add = (notice: Notice): void => {
    notices.set(notice.code, notice);
    changed();
  };
  return {
    list: () => [...notices.values()],
    add,
    tell: (code, details) => add({ code, details, since: Date.now() }),
    remove: (code) => {
      if (notices.delete(code)) changed();
    },
    onChange: (listener) => {
      listeners.add(listener);
    },
  };
}
