import { describe, expect, it } from "vitest";
import type { Overlay } from "#renderer/features/sessions/terminal/prediction.ts";
import { createOverlayWatch } from "./overlayWatch.ts";

const none: Overlay = { cells: [], cursor: null };
const cells = (...texts: readonly string[]): Overlay => ({
  cells: texts.map((text, column) => ({ row: 0, column, text })),
  cursor: null,
});

function watchOver(real: { text: string }) {
  return createOverlayWatch({ scrolled: 0, cell: (_row, column) => real.text[column] ?? " " });
}

describe("the watch over predicted characters", () => {
  it("times a character until it is drawn, and until its echo replaces it", () => {
    const real = { text: "" };
    const watch = watchOver(real);
    watch.typed(100);
    watch.frame(cells("a"), 110);
    real.text = "a";
    watch.frame(none, 260);
    expect(watch.report).toEqual({ shownMs: [10], echoMs: [160], confirmed: 1, takenBack: 0 });
  });

  it("counts what the server never showed as taken back", () => {
    const watch = watchOver({ text: "" });
    watch.typed(0);
    watch.frame(cells("a"), 5);
    watch.frame(none, 200);
    expect(watch.report).toMatchObject({ confirmed: 0, takenBack: 1, echoMs: [] });
  });

  it("does not take for quick what waited for a proof", () => {
    const real = { text: "" };
    const watch = watchOver(real);
    watch.typed(0);
    watch.frame(none, 10);
    watch.typed(100);
    watch.frame(cells("a", "b"), 110);
    real.text = "ab";
    watch.frame(none, 200);
    expect(watch.report).toMatchObject({ shownMs: [], echoMs: [], confirmed: 2 });
  });

  it("believes a character that was erased before its echo came", () => {
    const real = { text: "" };
    const watch = watchOver(real);
    watch.typed(0);
    watch.frame(cells("a"), 10);
    watch.typed(50);
    watch.frame(cells(" "), 60);
    real.text = " ";
    watch.frame(none, 200);
    expect(watch.report).toMatchObject({ confirmed: 2, takenBack: 0 });
  });
});
