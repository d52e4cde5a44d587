import type { AttachView } from "./attachView.ts";

/** Going through the rows above the screen with the keyboard, while the tool goes on. */
export interface Scrolling {
  readonly isOn: boolean;
  begin(): void;
  /** Takes what was typed if it is for scrolling. */
  take(bytes: Uint8Array): boolean;
}

const end = Number.NEGATIVE_INFINITY;
const top = Number.POSITIVE_INFINITY;

/** `page` is how many rows are shown; `changed` is called when scrolling begins or ends. */
export function createScrolling(view: AttachView, page: () => number, changed: () => void): Scrolling {
  let isOn = false;
  const leave = () => {
    isOn = false;
    view.scrollBy(end);
    changed();
  };
  const steps = new Map<string, () => number>([
    ...["\x1b[A", "\x1bOA", "k"].map((key) => [key, () => 1] as const),
    ...["\x1b[B", "\x1bOB", "j"].map((key) => [key, () => -1] as const),
    ...["\x1b[5~", "b"].map((key) => [key, page] as const),
    ...["\x1b[6~", " "].map((key) => [key, () => -page()] as const),
    ["g", () => top],
    ["G", () => end],
  ]);
  return {
    get isOn() {
      return isOn;
    },
    begin() {
      isOn = true;
      view.scrollBy(page());
      changed();
    },
    take(bytes) {
      if (!isOn) return false;
      const key = Buffer.from(bytes).toString("latin1");
      const step = steps.get(key);
      if (step) view.scrollBy(step());
      else if (key === "q" || key === "\x1b" || key === "\r" || key === "\x03") leave();
      return true;
    },
  };
}
