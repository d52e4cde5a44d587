import { ArrowDownToLine, ArrowUpToLine, X } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useStore } from "zustand";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../../i18n/useText.ts";
import { useAppearance } from "../../../shell/shell.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { useIsWide } from "../../../ui/useMediaQuery.ts";
import { useSessionsModel } from "../useSessions.ts";
import { copiedText } from "./copiedText.ts";
import { HistoryRowView } from "./HistoryRowView.tsx";
import { RowScrollbar } from "./RowScrollbar.tsx";
import { blockAround, type RowRange, renderedRange } from "./rowWindow.ts";
import { selectAllRows, selectedRows } from "./selectedRows.ts";
import { useHistoryRows } from "./useHistoryRows.ts";

export interface HistoryViewProps {
  readonly session: Session;
  /** The row to show and mark; null to begin just above what the live terminal shows. */
  readonly row: number | null;
  readonly isFocused: boolean;
  /** Back to the live terminal. */
  readonly onClose: () => void;
}

const overscan = 40;
/** Rows kept in the page because they are selected; a longer selection is copied in parts. */
const maximumSelected = 5000;

/** Every line a session ever printed and still keeps, over its live terminal. */
export function HistoryView({ session, row, isFocused, onClose }: HistoryViewProps) {
  const t = useText();
  const model = useSessionsModel();
  const { terminalFontSize, terminalFontFamily } = useAppearance();
  const live = model.pool.find(session.id);
  const isWide = useIsWide();
  const deviceFont = useStore(model.device, (view) => view.fontSize);
  const drawn = useMemo(() => {
    // On a phone the terminal may be a picture as wide as the screen: its rows are read in the phone's own font, and go on to the side.
    const fontSize = isWide ? terminalFontSize : (deviceFont ?? terminalFontSize);
    const own = { rowHeight: Math.ceil(fontSize * 1.3), fontSize, letterSpacing: 0 };
    return isWide ? (live?.screen.drawn() ?? own) : own;
  }, [live, isWide, deviceFont, terminalFontSize]);
  const { rowHeight } = drawn;
  const { all, screenTop, rowAt, want, hasFailed } = useHistoryRows(session.id, session.endOffset);
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState<number | null>(null);
  const [height, setHeight] = useState(0);
  const block = useRef<RowRange | null>(null);
  const hasLeftEnd = useRef(false);
  const pending = useRef<number | null>(null);
  const visible = height / rowHeight;

  const currentBlock = all && top !== null ? blockAround(top, all, block.current) : null;
  const moved = currentBlock && block.current && currentBlock.first !== block.current.first;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !currentBlock || top === null) return;
    block.current = currentBlock;
    if (moved || pending.current !== null) {
      element.scrollTop = ((pending.current ?? top) - currentBlock.first) * rowHeight;
      pending.current = null;
    }
  });

  const goTo = useCallback(
    (wanted: number) => {
      if (!all) return;
      const target = Math.min(Math.max(wanted, all.first), Math.max(all.end - visible, all.first));
      pending.current = target;
      setTop(target);
    },
    [all, visible],
  );
  // The first position, as soon as the rows are known and the view is laid out.
  useEffect(() => {
    if (!all || top !== null || height === 0) return;
    const buffer = live?.screen.terminal.buffer.normal;
    const bufferTop = screenTop - (buffer?.baseY ?? 0);
    const above =
      buffer && buffer.baseY > 0 && live.screen.terminal.buffer.active.viewportY === 0
        ? bufferTop - 3
        : screenTop - Math.floor(visible / 2);
    goTo(row === null ? above : row - Math.floor(visible / 3));
  }, [all, top, height, live, screenTop, visible, row, goTo]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => setHeight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (isFocused) scroller.current?.focus();
  }, [isFocused]);

  const range = all && top !== null ? renderedRange(top, visible, all, overscan) : null;
  useEffect(() => {
    if (range) want(range);
  });

  const onScroll = (): void => {
    const element = scroller.current;
    if (!element || !block.current || !all) return;
    const next = block.current.first + element.scrollTop / rowHeight;
    const isAtEnd = next + visible >= all.end - 0.5;
    if (!isAtEnd) hasLeftEnd.current = true;
    setTop(next);
  };
  const goLiveAtEnd = (): void => {
    if (all && top !== null && top + visible >= all.end - 0.5) onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" || (event.key === "End" && all)) onClose();
    else if (event.key === "Home" && all) goTo(all.first);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey) && scroller.current) selectAllRows(scroller.current);
    else {
      if (event.key === "PageDown" || event.key === "ArrowDown") goLiveAtEnd();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onCopy = (event: ClipboardEvent): void => {
    const selected = scroller.current && selectedRows(scroller.current);
    if (!selected) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copiedText(rowAt, selected.start, selected.end));
  };

  const selection = scroller.current ? selectedRows(scroller.current) : null;
  const rows =
    range && currentBlock
      ? rowNumbers(
          range,
          selection
            ? {
                first: selection.start.row,
                end: Math.min(selection.end.row + 1, selection.start.row + maximumSelected),
              }
            : null,
        )
      : [];
  const last = all && top !== null ? Math.min(Math.floor(top + visible), all.end) : 0;
  return (
    <section
      aria-label={t("sessions.historyOf", { name: session.name })}
      data-swipe="none"
      className="group absolute inset-0 z-10 flex flex-col bg-terminal"
      data-testid="history"
    >
      <div className="relative min-h-0 flex-1 py-1 pl-2">
        <div
          ref={scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          role="log"
          aria-live="off"
          aria-label={t("sessions.historyOf", { name: session.name })}
          onScroll={onScroll}
          onWheel={(event) => event.deltaY > 0 && goLiveAtEnd()}
          onKeyDown={onKeyDown}
          onCopy={onCopy}
          className="mono relative h-full outline-none overflow-x-auto overflow-y-scroll wide:overflow-x-hidden pr-3 text-(--terminal-foreground) select-text [overflow-anchor:none] [scrollbar-width:none]"
          style={{
            fontSize: drawn.fontSize,
            letterSpacing: drawn.letterSpacing,
            ...(terminalFontFamily === "" ? {} : { fontFamily: terminalFontFamily }),
          }}
        >
          {currentBlock && (
            <div className="relative" style={{ height: (currentBlock.end - currentBlock.first) * rowHeight }}>
              {rows.map((number) => (
                <HistoryRowView
                  key={number}
                  number={number}
                  row={rowAt(number)}
                  top={(number - currentBlock.first) * rowHeight}
                  height={rowHeight}
                  isMarked={number === row}
                />
              ))}
            </div>
          )}
        </div>
        {all && top !== null && (
          <RowScrollbar top={top} visible={visible} all={all} onMove={goTo} label={t("sessions.historyPosition")} />
        )}
        {!all && (
          <p className="absolute inset-0 flex items-center justify-center gap-2 text-13 text-muted">
            <Spinner /> {t("sessions.loadingHistory")}
          </p>
        )}
      </div>
      <footer className="flex h-9 shrink-0 items-center gap-2 border-t border-line bg-surface group-has-[[role=log]:focus-visible]:border-focus pr-1.5 pl-3 text-12 text-muted max-wide:h-12">
        <p className="figures min-w-0 flex-1 truncate" role="status">
          {all && t("sessions.historyRows", { row: Math.max(last, all.first), count: all.end })}
          {all && all.first > 0 && <span> · {t("sessions.historyDropped", { row: all.first })}</span>}
          {hasFailed && <span className="text-danger"> · {t("sessions.historyFailed")}</span>}
        </p>
        <IconButton
          icon={ArrowUpToLine}
          label={t("sessions.historyTop")}
          keys={["Home"]}
          tooltipSide="top"
          onClick={() => all && goTo(all.first)}
        />
        <IconButton
          icon={ArrowDownToLine}
          label={t("sessions.historyBottom")}
          keys={["End"]}
          tooltipSide="top"
          onClick={onClose}
        />
        <IconButton icon={X} label={t("sessions.backToLive")} keys={["Esc"]} tooltipSide="top" onClick={onClose} />
      </footer>
    </section>
  );
}

/** The rows in view and those that are selected, each once, in order. */
function rowNumbers(range: RowRange, selected: RowRange | null): readonly number[] {
  const numbers = new Set<number>();
  for (let number = range.first; number < range.end; number += 1) numbers.add(number);
  if (selected) for (let number = selected.first; number < selected.end; number += 1) numbers.add(number);
  return [...numbers].sort((left, right) => left - right);
}
