import { describe, expect, it } from "vitest";
import { createRowCache, pageRows } from "./rowCache.ts";

const rows = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ text: `row ${first + index}`, wrapped: false }));

describe("the rows fetched so far", () => {
  it("asks for whole pages, once", () => {
    const cache = createRowCache();
    expect(cache.missing(490, 1010)).toEqual([0, 500, 1000]);
    cache.fetching(0);
    cache.fetching(500);
    expect(cache.missing(490, 1010)).toEqual([1000]);
  });

  it("finds a row by its number", () => {
    const cache = createRowCache();
    cache.store(500, 500, rows(500, pageRows));
    expect(cache.row(612)?.text).toBe("row 612");
    expect(cache.row(1000)).toBeUndefined();
    expect(cache.missing(500, 1000)).toEqual([]);
  });

  it("asks again for a page whose end was not printed yet, but not for the rows it has", () => {
    const cache = createRowCache();
    cache.store(0, 0, rows(0, 120));
    expect(cache.missing(0, 120)).toEqual([]);
    expect(cache.missing(0, 121)).toEqual([0]);
  });

  it("asks again after a failure", () => {
    const cache = createRowCache();
    cache.fetching(0);
    cache.failed(0);
    expect(cache.missing(0, 1)).toEqual([0]);
  });

  it("keeps its memory bounded however far a person scrolls", () => {
    const cache = createRowCache();
    for (let page = 0; page < 100; page += 1)
      cache.store(page * pageRows, page * pageRows, rows(page * pageRows, pageRows));
    expect(cache.row(0)).toBeUndefined();
    expect(cache.row(99 * pageRows)?.text).toBe(`row ${99 * pageRows}`);
    const kept = Array.from({ length: 100 }, (_, page) => page).filter((page) => cache.row(page * pageRows));
    expect(kept.length).toBe(40);
  });
});
