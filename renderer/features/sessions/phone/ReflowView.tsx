import { ArrowDownToLine } from "lucide-react";
import { memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { useAppearance } from "../../../shell/shell.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { spanCss } from "../history/spanCss.ts";
import type { SessionTerminal } from "../terminal/terminalPool.ts";
import type { TextLine } from "./textLines.ts";
import { useReflow } from "./useReflow.ts";

export interface ReflowViewProps {
  readonly terminal: SessionTerminal;
  readonly name: string;
  readonly fontSize: number;
}

/** How near to the end one must be to be taken along with it, in pixels. */
const endMargin = 24;

/** A terminal's text as lines that wrap at the width of the screen, following its end: to be read on a phone. */
export function ReflowView({ terminal, name, fontSize }: ReflowViewProps) {
  const t = useText();
  const { terminalFontFamily } = useAppearance();
  const { lines, olderCount, mayHaveOlder, loadOlder } = useReflow(terminal);
  const scroller = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const place = useRef({ isAtEnd: true, top: 0, height: 0, olderCount });
  const [isAtEnd, setAtEnd] = useState(true);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const before = place.current;
    if (before.isAtEnd) element.scrollTop = element.scrollHeight;
    // Older lines came in above: what one reads stays where it is.
    else if (before.olderCount !== olderCount) element.scrollTop += element.scrollHeight - before.height;
    place.current = { ...before, top: element.scrollTop, height: element.scrollHeight, olderCount };
  }, [olderCount]);
  // Lines get their true height only when they come into view, and the keyboard takes its room: the end stays in sight.
  useEffect(() => {
    const element = scroller.current;
    if (!element || !content.current) return;
    const stay = new ResizeObserver(() => {
      if (place.current.isAtEnd) element.scrollTop = element.scrollHeight;
      place.current.height = element.scrollHeight;
    });
    stay.observe(element);
    stay.observe(content.current);
    return () => stay.disconnect();
  }, []);
  useEffect(() => {
    const target = top.current;
    if (!target || !mayHaveOlder) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && loadOlder(),
      {
        root: scroller.current,
        rootMargin: "300px 0px 0px",
      },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, [mayHaveOlder, loadOlder]);

  const onScroll = (): void => {
    const element = scroller.current;
    if (!element) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < endMargin;
    // Growing leaves the position where it was: only somebody who went up has left the end.
    const hasGoneUp = element.scrollTop < place.current.top - 1;
    place.current.isAtEnd = isNear || (place.current.isAtEnd && !hasGoneUp);
    place.current.top = element.scrollTop;
    setAtEnd(place.current.isAtEnd);
  };
  return (
    <div className="absolute inset-0 bg-terminal">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t("sessions.textOf", { name })}
        data-testid="reflow"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
        className="mono focus-inset h-full touch-pan-y overflow-y-auto overscroll-contain px-3 py-2 leading-[1.4] text-(--terminal-foreground) select-text [overflow-anchor:none]"
        style={{ fontSize, ...(terminalFontFamily === "" ? {} : { fontFamily: terminalFontFamily }) }}
      >
        <div ref={content}>
          <div ref={top} className="flex h-6 items-center justify-center text-muted">
            {mayHaveOlder && lines.length > 0 && <Spinner label={t("sessions.loadingHistory")} />}
          </div>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: counted from where the history ends, a line keeps its key while older ones come in
            <Line key={index - olderCount} line={line} />
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <IconButton
          icon={ArrowDownToLine}
          label={t("sessions.historyBottom")}
          onClick={() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })}
          className="absolute right-3 bottom-3 border border-line bg-raised shadow"
        />
      )}
    </div>
  );
}

const Line = memo(function Line({ line: { spans } }: { readonly line: TextLine }) {
  return (
    <div className="min-h-[1.4em] break-words whitespace-pre-wrap [contain-intrinsic-size:auto_1.4em] [content-visibility:auto]">
      {spans.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the spans of a line never change their order
        <span key={index} style={spanCss(span.style)}>
          {span.text}
        </span>
      ))}
    </div>
  );
});
