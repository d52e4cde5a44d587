/** One of the 256 palette colours, or a true colour. */
export type SpanColor =
  | { readonly kind: "palette"; readonly index: number }
  | { readonly kind: "rgb"; readonly value: string };

export interface SpanStyle {
  readonly foreground?: SpanColor;
  readonly background?: SpanColor;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
  readonly strike?: true;
}

export interface Span {
  readonly text: string;
  readonly style: SpanStyle;
}

const plain: SpanStyle = {};
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const sequence = /\x1b(?:\[([0-9;:]*)([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])/g;

/** A row's text as runs of one style. Only SGR is understood; any other escape sequence is left out. A row begins without style. */
export function ansiSpans(text: string): readonly Span[] {
  if (!text.includes("\x1b")) return text === "" ? [] : [{ text, style: plain }];
  const spans: Span[] = [];
  let style = plain;
  let position = 0;
  const push = (end: number): void => {
    if (end > position) spans.push({ text: text.slice(position, end), style });
  };
  for (const match of text.matchAll(sequence)) {
    push(match.index);
    if (match[2] === "m") style = styled(style, match[1] ?? "");
    position = match.index + match[0].length;
  }
  push(text.length);
  return spans;
}

/** The text without its colours. */
export function withoutAnsi(text: string): string {
  return text.includes("\x1b") ? text.replace(sequence, "") : text;
}

type Change = (style: SpanStyle) => SpanStyle;
type Attribute = "bold" | "dim" | "italic" | "underline" | "inverse" | "strike";

const on =
  (attribute: Attribute): Change =>
  (style) => ({ ...style, [attribute]: true });
const off =
  (...attributes: readonly (keyof SpanStyle)[]): Change =>
  (style) =>
    Object.fromEntries(Object.entries(style).filter(([key]) => !attributes.some((attribute) => attribute === key)));

const simple: Readonly<Record<number, Change>> = {
  0: () => plain,
  1: on("bold"),
  2: on("dim"),
  3: on("italic"),
  4: on("underline"),
  7: on("inverse"),
  9: on("strike"),
  21: on("underline"),
  22: off("bold", "dim"),
  23: off("italic"),
  24: off("underline"),
  27: off("inverse"),
  29: off("strike"),
  39: off("foreground"),
  49: off("background"),
};

function styled(style: SpanStyle, parameters: string): SpanStyle {
  const groups = parameters
    .split(";")
    .map((group) => group.split(":").map((digits) => (digits === "" ? 0 : Number(digits))));
  let result = style;
  for (let index = 0; index < groups.length; index += 1) {
    const group = groups[index] ?? [0];
    const code = group[0] ?? 0;
    if (code === 38 || code === 48) {
      // Colon form keeps its numbers in one group; the older semicolon form spreads them over the following ones.
      const isColon = group.length > 1;
      const numbers = isColon
        ? group.slice(1)
        : groups.slice(index + 1, index + 5).map((following) => following[0] ?? 0);
      const { color, used } = extendedColor(numbers, isColon);
      if (color) result = { ...result, [code === 38 ? "foreground" : "background"]: color };
      if (!isColon) index += used;
      continue;
    }
    result = code === 4 && group[1] === 0 ? off("underline")(result) : basic(result, code);
  }
  return result;
}

function basic(style: SpanStyle, code: number): SpanStyle {
  const change = simple[code];
  if (change) return change(style);
  const palette = (base: number, first: number): SpanColor => ({ kind: "palette", index: code - first + base });
  if (code >= 30 && code <= 37) return { ...style, foreground: palette(0, 30) };
  if (code >= 40 && code <= 47) return { ...style, background: palette(0, 40) };
  if (code >= 90 && code <= 97) return { ...style, foreground: palette(8, 90) };
  if (code >= 100 && code <= 107) return { ...style, background: palette(8, 100) };
  return style;
}

function extendedColor(numbers: readonly number[], isColon: boolean): { color: SpanColor | null; used: number } {
  if (numbers[0] === 5) return { color: { kind: "palette", index: Math.min(numbers[1] ?? 0, 255) }, used: 2 };
  if (numbers[0] !== 2) return { color: null, used: 1 };
  // 38:2::r:g:b carries a colour space, usually empty, before the channels.
  const channels = isColon && numbers.length > 4 ? numbers.slice(2, 5) : numbers.slice(1, 4);
  return { color: { kind: "rgb", value: hex(channels) }, used: 4 };
}

function hex(channels: readonly number[]): string {
  return `#${[0, 1, 2]
    .map((index) =>
      Math.min(channels[index] ?? 0, 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

const levels = [0, 95, 135, 175, 215, 255] as const;

/** The colour of palette entries 16 to 255, which are the same in every theme; null for the 16 that the theme decides. */
export function fixedPaletteColor(index: number): string | null {
  if (index < 16) return null;
  if (index >= 232) return hex(Array<number>(3).fill(8 + (index - 232) * 10));
  const cube = index - 16;
  return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((level) => levels[level] ?? 0));
}
