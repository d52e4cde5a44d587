import type { CSSProperties } from "react";
import { ansiToken } from "../terminal/terminalTheme.ts";
import { fixedPaletteColor, type SpanColor, type SpanStyle } from "./ansiSpans.ts";

const styles = new Map<string, CSSProperties>();

/** The style for the page; a history uses few, so each is made once. */
export function spanCss(style: SpanStyle): CSSProperties {
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
