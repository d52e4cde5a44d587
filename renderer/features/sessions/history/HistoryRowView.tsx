import { type CSSProperties, memo } from "react";
import type { HistoryRow } from "#shared/contract/history.ts";
import { classes } from "../../../ui/classes.ts";
import { ansiToken } from "../terminal/terminalTheme.ts";
import { ansiSpans, fixedPaletteColor, type SpanColor, type SpanStyle } from "./ansiSpans.ts";

export interface HistoryRowViewProps {
  readonly number: number;
  /** Undefined while it is on its way. */
  readonly row: HistoryRow | undefined;
  readonly top: number;
  readonly height: number;
  readonly isMarked: boolean;
}

/** One row of the history, drawn as the terminal drew it. */
export const HistoryRowView = memo(function HistoryRowView({
  number,
  row,
  top,
  height,
  isMarked,
}: HistoryRowViewProps) {
  return (
    <div
      data-row={number}
      className={classes("absolute inset-x-0 overflow-hidden whitespace-pre", isMarked && "bg-accent-soft")}
      style={{ top, height, lineHeight: `${height}px` }}
    >
      {row ? (
        ansiSpans(row.text).map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the spans of a row never change their order
          <span key={index} style={cssOf(span.style)}>
            {span.text}
          </span>
        ))
      ) : (
        <span className="inline-block h-2 w-40 rounded bg-selected opacity-50" />
      )}
    </div>
  );
});

const styles = new Map<string, CSSProperties>();

/** The style for the page; a history uses few, so each is made once. */
function cssOf(style: SpanStyle): CSSProperties {
  const key = JSON.stringify(style);
  let css = styles.get(key);
  if (!css) {
    css = makeCss(style);
    if (styles.size > 5000) styles.clear();
    styles.set(key, css);
  }
  return css;
}

function makeCss(style: SpanStyle): CSSProperties {
  const foreground = style.foreground ? colorOf(style.foreground) : undefined;
  const background = style.background ? colorOf(style.background) : undefined;
  const inverse = style.inverse === true;
  const lines = [style.underline && "underline", style.strike && "line-through"].filter(Boolean).join(" ");
  const color = inverse ? (background ?? "var(--terminal-background)") : foreground;
  const fill = inverse ? (foreground ?? "var(--terminal-foreground)") : background;
  return {
    ...(color === undefined ? {} : { color }),
    ...(fill === undefined ? {} : { backgroundColor: fill }),
    ...(style.bold ? { fontWeight: 700 } : {}),
    ...(style.dim ? { opacity: 0.6 } : {}),
    ...(style.italic ? { fontStyle: "italic" } : {}),
    ...(lines === "" ? {} : { textDecoration: lines }),
  };
}

function colorOf(color: SpanColor): string {
  return color.kind === "rgb" ? color.value : (fixedPaletteColor(color.index) ?? ansiToken(color.index));
}
