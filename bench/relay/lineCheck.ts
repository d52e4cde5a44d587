import { colouredLine } from "../lines.ts";

/** Follows numbered lines as they arrive in pieces and counts what is wrong with them. */
export interface LineCheck {
  /** The next bytes, in the order in which they were shown. */
  add(bytes: Uint8Array): void;
  /** Lines that came right, one after the other. */
  readonly right: number;
  /** Lines that never came. */
  readonly missing: number;
  /** Lines that came again. */
  readonly repeated: number;
  /** Lines that are not as they were printed. */
  readonly broken: number;
}

/** Begins at line 0; what stands before it (`ready`) is passed over. */
export function createLineCheck(): LineCheck {
  const decoder = new TextDecoder();
  const count = { right: 0, missing: 0, repeated: 0, broken: 0 };
  let rest = "";
  let expected = 0;
  let hasBegun = false;

  const check = (line: string): void => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is what begins a colour.
    const number = Number(/^\x1b\[38;5;\d+m(\d{8})/.exec(line)?.[1] ?? Number.NaN);
    if (!hasBegun && number !== 0) return;
    hasBegun = true;
    if (Number.isNaN(number) || line !== colouredLine(number)) {
      count.broken += 1;
      return;
    }
    if (number < expected) {
      count.repeated += 1;
      return;
    }
    count.missing += number - expected;
    count.right += 1;
    expected = number + 1;
  };
  return {
    add(bytes) {
      rest += decoder.decode(bytes, { stream: true });
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        check(rest.slice(0, end + 1));
        rest = rest.slice(end + 1);
      }
    },
    get right() {
      return count.right;
    },
    get missing() {
      return count.missing;
    },
    get repeated() {
      return count.repeated;
    },
    get broken() {
      return count.broken;
    },
  };
}
