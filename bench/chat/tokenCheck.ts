/** Follows the paced model's tokens as they arrive, and counts what is wrong with them. */
export interface TokenCheck {
  /** The text so far, whatever it came in. */
  readonly text: string;
  /** How late each token was, from being written to being here, in milliseconds. */
  readonly delays: readonly number[];
  /** A piece that begins at `from`: what is there already is left out. A gap throws. */
  add(from: number, text: string): void;
  /** Tokens of `expected` that are missing, doubled or in the wrong place. */
  wrong(expected: number): number;
}

export function createTokenCheck(): TokenCheck {
  let text = "";
  let parsed = 0;
  const delays: number[] = [];
  return {
    get text() {
      return text;
    },
    delays,
    add(from, piece) {
      if (from > text.length) throw new Error(`A gap: ${text.length} characters are here, the next begins at ${from}`);
      text += piece.slice(text.length - from);
      for (let end = text.indexOf(";", parsed); end !== -1; end = text.indexOf(";", parsed)) {
        delays.push(performance.now() - Number(text.slice(parsed, end).split("@")[1]));
        parsed = end + 1;
      }
    },
    wrong(expected) {
      const found = text.split(";").slice(0, -1);
      const misplaced = found.filter((token, index) => !token.startsWith(`${index}@`)).length;
      return misplaced + Math.max(0, expected - found.length);
    },
  };
}
