import { memo } from "react";
import type { HistoryRow } from "#shared/contract/history.ts";
import { classes } from "../../../ui/classes.ts";
import { ansiSpans } from "./ansiSpans.ts";
import { spanCss } from "./spanCss.ts";

export interface HistoryRowViewProps {
  readonly number: number;
  /** Undefined while it is on its way. */
  readonly row: HistoryRow | undefined;
  readonly top: number;
  readonly height: number;
  readonly isMarked: boolean;
}

/** One row of the history, drawn as the terminal drew it; where there is little room it goes on to the side. */
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
      className={classes("absolute inset-x-0 whitespace-pre wide:overflow-hidden", isMarked && "bg-accent-soft")}
      style={{ top, height, lineHeight: `${height}px` }}
    >
      {row ? (
        ansiSpans(row.text).map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the spans of a row never change their order
          <span key={index} style={spanCss(span.style)}>
            {span.text}
          </span>
        ))
      ) : (
        <span className="inline-block h-2 w-40 rounded bg-selected opacity-50" />
      )}
    </div>
  );
});
