import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import { classes } from "./classes.ts";

export interface VirtualListProps<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** The height of a row in pixels; rows that differ are measured, then this is the guess. */
  readonly rowHeight: number;
  readonly isMeasured?: boolean;
  readonly label: string;
  /** `list` for reading; `presentation` where the rows themselves carry the roles. */
  readonly role?: "list" | "presentation";
  readonly className?: string;
  readonly children: (item: Item, index: number) => ReactNode;
}

/** A list of any length of which only what is seen is in the page. */
export function VirtualList<Item>({
  items,
  keyOf,
  rowHeight,
  isMeasured = false,
  label,
  role = "list",
  className,
  children,
}: VirtualListProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 8,
  });
  const isList = role === "list";
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className={classes("focus-inset min-h-0 flex-1 overflow-y-auto", className)}
    >
      <ul
        role={isList ? undefined : "presentation"}
        className="relative w-full"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <li
              key={row.key}
              role={isList ? undefined : "presentation"}
              aria-setsize={isList ? items.length : undefined}
              aria-posinset={isList ? row.index + 1 : undefined}
              data-index={row.index}
              ref={isMeasured ? virtualizer.measureElement : undefined}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${row.start}px)`, ...(isMeasured ? {} : { height: rowHeight }) }}
            >
              {children(item, row.index)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
