import type { HistoryRow } from "#shared/contract/history.ts";

/** A page is what one call brings: several screens, yet quick to read on the server. */
export const pageRows = 500;
/** 40 pages are 20,000 rows, a few megabytes; the page used least recently goes first. */
const maximumPages = 40;

/** Rows already fetched, by absolute number, in pages. Full pages never change: a row keeps its number and its text. */
export interface RowCache {
  row(number: number): HistoryRow | undefined;
  /** The first rows of the pages to fetch so that rows `first` to `end` (exclusive) are there; pages under way are left out. */
  missing(first: number, end: number): readonly number[];
  /** Marks a page as under way; its rows come by `store` or the mark is taken back by `failed`. */
  fetching(firstOfPage: number): void;
  store(firstOfPage: number, first: number, rows: readonly HistoryRow[]): void;
  failed(firstOfPage: number): void;
}

/** An empty cache. */
export function createRowCache(): RowCache {
  const pages = new Map<number, Map<number, HistoryRow>>();
  const complete = new Set<number>();
  const underWay = new Set<number>();
  const pageOf = (number: number): number => Math.floor(number / pageRows) * pageRows;

  const touch = (page: number): void => {
    const rows = pages.get(page);
    if (!rows) return;
    pages.delete(page);
    pages.set(page, rows);
  };
  const evict = (): void => {
    for (const page of pages.keys()) {
      if (pages.size <= maximumPages) return;
      pages.delete(page);
      complete.delete(page);
    }
  };
  const hasAll = (page: number, first: number, end: number): boolean => {
    if (complete.has(page)) return true;
    const rows = pages.get(page);
    for (let number = Math.max(first, page); number < Math.min(end, page + pageRows); number += 1)
      if (!rows?.has(number)) return false;
    return true;
  };

  return {
    row: (number) => pages.get(pageOf(number))?.get(number),
    missing: (first, end) => {
      const wanted: number[] = [];
      for (let page = pageOf(first); page < end; page += pageRows) {
        touch(page);
        if (!underWay.has(page) && !hasAll(page, first, end)) wanted.push(page);
      }
      return wanted;
    },
    fetching: (page) => {
      underWay.add(page);
    },
    failed: (page) => {
      underWay.delete(page);
    },
    store: (page, first, rows) => {
      underWay.delete(page);
      const stored = new Map(rows.map((row, index) => [first + index, row] as const));
      pages.delete(page);
      pages.set(page, stored);
      if (rows.length >= pageRows) complete.add(page);
      evict();
    },
  };
}
