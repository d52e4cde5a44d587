import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  closeTab,
  cycleTab,
  emptyLayout,
  focusedSession,
  focusPane,
  keepExisting,
  moveToOtherPane,
  openTab,
  type PaneLayout,
  shiftTab,
  split,
  unsplit,
  visibleSessions,
} from "./paneLayout.ts";

const opened = (...sessions: readonly string[]): PaneLayout => sessions.reduce(openTab, emptyLayout);

describe("tabs and panes", () => {
  it("opens a session once and brings it to the front the second time", () => {
    const layout = openTab(opened("a", "b"), "a");
    expect(layout.panes).toEqual([{ tabs: ["a", "b"], active: "a" }]);
  });

  it("opens a new tab beside the one in front", () => {
    expect(openTab(openTab(opened("a", "b"), "a"), "c").panes[0].tabs).toEqual(["a", "c", "b"]);
  });

  it("shows the neighbour when the tab in front closes", () => {
    expect(focusedSession(closeTab(opened("a", "b", "c"), "c"))).toBe("b");
    expect(focusedSession(closeTab(openTab(opened("a", "b", "c"), "a"), "a"))).toBe("b");
    expect(focusedSession(closeTab(opened("a"), "a"))).toBeNull();
  });

  it("splits, and shows what is opened next in the new pane", () => {
    const layout = openTab(split(opened("a"), "stacked"), "b");
    expect(layout.panes).toEqual([
      { tabs: ["a"], active: "a" },
      { tabs: ["b"], active: "b" },
    ]);
    expect(visibleSessions(layout)).toEqual(["a", "b"]);
    expect(focusedSession(focusPane(layout, 0))).toBe("a");
  });

  it("moves a tab to the other pane and back, and the empty pane goes", () => {
    const moved = moveToOtherPane(opened("a", "b"), "b", "beside");
    expect(moved.panes.map(({ tabs }) => tabs)).toEqual([["a"], ["b"]]);
    expect(moved.focused).toBe(1);
    const back = moveToOtherPane(moved, "b");
    expect(back.panes).toEqual([{ tabs: ["a", "b"], active: "b" }]);
    expect(focusedSession(back)).toBe("b");
  });

  it("becomes one pane again with all tabs", () => {
    expect(unsplit(moveToOtherPane(opened("a", "b", "c"), "b")).panes).toEqual([
      { tabs: ["a", "c", "b"], active: "b" },
    ]);
  });

  it("goes round the tabs and moves one within its pane", () => {
    expect(focusedSession(cycleTab(opened("a", "b"), 1))).toBe("a");
    expect(shiftTab(opened("a", "b"), "a", 1).panes[0].tabs).toEqual(["b", "a"]);
    expect(shiftTab(opened("a", "b"), "a", -1).panes[0].tabs).toEqual(["a", "b"]);
  });

  it("forgets sessions that were deleted elsewhere, and changes nothing if none was", () => {
    const layout = moveToOtherPane(opened("a", "b"), "b");
    expect(keepExisting(layout, () => true)).toBe(layout);
    expect(keepExisting(layout, (session) => session !== "b").panes).toEqual([{ tabs: ["a"], active: "a" }]);
  });

  it("keeps every session in at most one tab, with a tab in front wherever there are tabs, whatever is done", () => {
    const session = fc.constantFrom("a", "b", "c", "d");
    const action = fc.oneof(
      session.map((id) => (layout: PaneLayout) => openTab(layout, id)),
      session.map((id) => (layout: PaneLayout) => closeTab(layout, id)),
      session.map((id) => (layout: PaneLayout) => moveToOtherPane(layout, id)),
      session.map((id) => (layout: PaneLayout) => shiftTab(layout, id, 1)),
      fc.constant((layout: PaneLayout) => split(layout, "beside")),
      fc.constant(unsplit),
      fc.constant((layout: PaneLayout) => cycleTab(layout, -1)),
      fc.constantFrom<0 | 1>(0, 1).map((index) => (layout: PaneLayout) => focusPane(layout, index)),
    );
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const layout = actions.reduce((current, apply) => apply(current), emptyLayout);
        const tabs = layout.panes.flatMap((pane) => pane.tabs);
        expect(new Set(tabs).size).toBe(tabs.length);
        expect(layout.focused).toBeLessThan(layout.panes.length);
        for (const pane of layout.panes)
          expect(pane.tabs.length === 0 ? pane.active === null : pane.tabs.includes(pane.active ?? "")).toBe(true);
      }),
    );
  });
});
