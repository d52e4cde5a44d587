import { describe, expect, it } from "vitest";
import { exportPages } from "./exportPages.ts";

const request = { format: "text", firstOffset: 100, endOffset: 300 } as const;
const pages = new Map([
  [0, { data: btoa("one "), next: 200, fileName: "s.txt" }],
  [200, { data: btoa("two"), next: 300, fileName: "s.txt" }],
  [300, { data: "", next: null, fileName: "s.txt" }],
]);
const fetchPage = async (cursor: number) => {
  const page = pages.get(cursor);
  if (!page) throw new Error(`no page ${cursor}`);
  return page;
};

describe("exporting a history", () => {
  it("joins the pages and tells how far it is", async () => {
    const progress: number[] = [];
    const file = await exportPages(request, fetchPage, (done) => progress.push(done), new AbortController().signal);
    expect(await new Blob([...file.parts]).text()).toBe("one two");
    expect(file.fileName).toBe("s.txt");
    expect(progress).toEqual([0.5, 1, 1]);
  });

  it("stops when it is cancelled", async () => {
    const abort = new AbortController();
    const result = exportPages(
      request,
      fetchPage,
      () => abort.abort(new DOMException("stop", "AbortError")),
      abort.signal,
    );
    await expect(result).rejects.toThrow("stop");
  });

  it("does not go round for ever if a page leads back", async () => {
    const result = exportPages(
      request,
      async () => ({ data: "", next: 0, fileName: "" }),
      () => undefined,
      new AbortController().signal,
    );
    await expect(result).rejects.toThrow("does not move on");
  });
});
