import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useText } from "../../../i18n/useText.ts";
import { useCall } from "../../../shell/useCall.ts";
import type { SessionTerminal } from "../terminal/terminalPool.ts";
import { type BufferRows, createBufferReader, type TextRow } from "./bufferRows.ts";
import { createRowJoiner, historyTextRow, joinRows, type TextLine, withoutEmptyEnd } from "./textLines.ts";

export interface Reflow {
  readonly lines: readonly TextLine[];
  /** How many of them came from the history, at the beginning. */
  readonly olderCount: number;
  /** Whether older lines can still be asked for. */
  readonly mayHaveOlder: boolean;
  readonly loadOlder: () => void;
}

/** Reading a flood more often would only cost battery. */
const readEveryMs = 80;
const pageRows = 300;

interface Older {
  /** The number of the first row loaded; null before anything was. */
  readonly first: number | null;
  readonly rows: readonly TextRow[];
  readonly isAll: boolean;
}

const noRows: BufferRows = { above: [], base: 0, screen: [], cursor: { row: 0, column: 0 }, epoch: 0 };
const nothingOlder: Older = { first: null, rows: [], isAll: false };

/** A terminal's lines as text, following what is printed; what is older comes from the history when it is asked for. */
export function useReflow(terminal: SessionTerminal): Reflow {
  const now = useRows(terminal);
  const [older, setOlder] = useState<{ readonly epoch: number; readonly state: Older }>({
    epoch: 0,
    state: nothingOlder,
  });
  const current = older.epoch === now.epoch ? older.state : nothingOlder;
  const load = useLoadOlder(terminal, current, now);
  const loadOlder = useCallback(async () => {
    const state = await load();
    if (state) setOlder({ epoch: now.epoch, state });
  }, [load, now.epoch]);

  const [joinAbove] = useState(createRowJoiner);
  const olderLines = useMemo(() => joinRows(current.rows), [current]);
  const aboveLines = useMemo(() => joinAbove(now.above), [joinAbove, now]);
  const screenLines = useMemo(() => joinRows(withoutEmptyEnd(now.screen, now.cursor.row)), [now]);
  const lines = useMemo(() => [...olderLines, ...aboveLines, ...screenLines], [olderLines, aboveLines, screenLines]);
  // Before the terminal holds what was printed last, where its own rows begin is not known.
  const isFilled = useStore(terminal.feed.state, ({ phase }) => phase === "live" || phase === "gone");
  const mayHaveOlder = isFilled && !current.isAll;
  return { lines, olderCount: olderLines.length, mayHaveOlder, loadOlder: () => void loadOlder() };
}

/** Rows above the screen of a terminal that holds `base` of them now: it is read a moment later than it is written. */
function rowsAbove({ above, base: baseWhenRead }: BufferRows, base: number): number {
  return above.length + Math.max(base - baseWhenRead, 0);
}

function useRows({ screen }: SessionTerminal): BufferRows {
  const { terminal } = screen;
  const [rows, setRows] = useState(noRows);
  useEffect(() => {
    const reader = createBufferReader(terminal);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setRows(reader.read());
      }, readEveryMs);
    };
    setRows(reader.read());
    const listeners = [terminal.onWriteParsed(soon), terminal.onResize(soon), terminal.onCursorMove(soon)];
    return () => {
      clearTimeout(timer);
      for (const listener of listeners) listener.dispose();
      reader[Symbol.dispose]();
    };
  }, [terminal]);
  return rows;
}

/** Asks for the page before what is loaded; null while one is on its way or where it could not be had, which nobody is told: nobody asked. */
function useLoadOlder(
  { session, screen }: SessionTerminal,
  { first, rows }: Older,
  now: BufferRows,
): () => Promise<Older | null> {
  const call = useCall();
  const t = useText();
  const label = t("sessions.loadingHistory");
  const isUnderWay = useRef(false);
  const latest = useRef(now);
  latest.current = now;

  /** Rows above the terminal's own end where the screen begins, less those it holds itself. */
  const findEnd = useCallback(async (): Promise<number | null> => {
    for (let tries = 0; ; tries += 1) {
      const before = screen.terminal.buffer.normal.baseY;
      const outcome = await call(
        `history:end:${session}`,
        (client, signal) => client.history.rows({ id: session, first: 0, count: 1 }, { signal }),
        { label, isQuiet: true },
      );
      if (outcome.kind !== "done") return null;
      // Lines that came meanwhile would be shown twice or not at all: then it is asked again, while that may help.
      if (screen.terminal.buffer.normal.baseY === before || tries === 2)
        return Math.max(outcome.value.screenTop - rowsAbove(latest.current, before), 0);
    }
  }, [call, label, screen, session]);

  return useCallback(async () => {
    if (isUnderWay.current) return null;
    isUnderWay.current = true;
    try {
      const end = first ?? (await findEnd());
      if (end === null) return null;
      const from = Math.max(end - pageRows, 0);
      if (end === from) return { first: from, rows, isAll: true };
      const outcome = await call(
        `history:older:${session}:${from}`,
        (client, signal) => client.history.rows({ id: session, first: from, count: end - from }, { signal }),
        { label, isQuiet: true },
      );
      if (outcome.kind !== "done") return null;
      const { first: got, firstKept } = outcome.value;
      const page = outcome.value.rows.slice(0, Math.max(end - got, 0)).map(historyTextRow);
      return { first: got, rows: [...page, ...rows], isAll: got <= firstKept };
    } finally {
      isUnderWay.current = false;
    }
  }, [call, findEnd, first, label, rows, session]);
}
