/** One pane: its tabs in order (session ids) and the one in front. */
export interface Pane {
  readonly tabs: readonly string[];
  readonly active: string | null;
}

export type SplitDirection = "beside" | "stacked";

/** One or two panes. A session has at most one tab: its terminal is one thing and can be in one place only. */
export interface PaneLayout {
  readonly panes: readonly [Pane] | readonly [Pane, Pane];
  readonly focused: 0 | 1;
  readonly direction: SplitDirection;
  /** The first pane's part of the room, 0.15 to 0.85. */
  readonly ratio: number;
}

const emptyPane: Pane = { tabs: [], active: null };
export const emptyLayout: PaneLayout = { panes: [emptyPane], focused: 0, direction: "beside", ratio: 0.5 };

/** The session in front of the focused pane. */
export function focusedSession(layout: PaneLayout): string | null {
  return paneAt(layout, layout.focused).active;
}

/** The sessions that can be seen now. */
export function visibleSessions(layout: PaneLayout): readonly string[] {
  return layout.panes.flatMap(({ active }) => (active === null ? [] : [active]));
}

/** Brings a session to the front: where its tab is, or as a new tab of the focused pane. */
export function openTab(layout: PaneLayout, session: string): PaneLayout {
  const owner = paneOf(layout, session);
  const index = owner ?? layout.focused;
  const pane = paneAt(layout, index);
  const tabs = owner === null ? insertAfter(pane.tabs, pane.active, session) : pane.tabs;
  return withPane({ ...layout, focused: index }, index, { tabs, active: session });
}

/** Takes a tab away; the neighbour comes to the front. A pane without tabs goes too, unless it is the last. */
export function closeTab(layout: PaneLayout, session: string): PaneLayout {
  const index = paneOf(layout, session);
  if (index === null) return layout;
  const pane = paneAt(layout, index);
  const tabs = pane.tabs.filter((tab) => tab !== session);
  const active =
    pane.active === session ? (tabs[Math.min(pane.tabs.indexOf(session), tabs.length - 1)] ?? null) : pane.active;
  return withoutEmptyPane(withPane(layout, index, { tabs, active }));
}

/** Shows two panes; the new one is empty and focused. Only the direction changes if there are two already. */
export function split(layout: PaneLayout, direction: SplitDirection): PaneLayout {
  if (layout.panes.length === 2) return { ...layout, direction };
  return { ...layout, panes: [layout.panes[0], emptyPane], focused: 1, direction };
}

/** One pane again, with the tabs of both; the focused one's tab stays in front. */
export function unsplit(layout: PaneLayout): PaneLayout {
  if (layout.panes.length === 1) return layout;
  const [first, second] = layout.panes;
  const active = paneAt(layout, layout.focused).active ?? first.active ?? second.active;
  return { ...layout, panes: [{ tabs: [...first.tabs, ...second.tabs], active }], focused: 0 };
}

/** Moves a tab to the other pane, which is made if there is none, and follows it there. */
export function moveToOtherPane(
  layout: PaneLayout,
  session: string,
  direction: SplitDirection = layout.direction,
): PaneLayout {
  const from = paneOf(layout, session);
  if (from === null) return layout;
  const both = layout.panes.length === 2 ? layout : split(layout, direction);
  const to = from === 0 ? 1 : 0;
  const source = paneAt(both, from);
  const target = paneAt(both, to);
  const tabs = source.tabs.filter((tab) => tab !== session);
  const active =
    source.active === session ? (tabs[Math.min(source.tabs.indexOf(session), tabs.length - 1)] ?? null) : source.active;
  const moved = withPane(withPane(both, from, { tabs, active }), to, {
    tabs: insertAfter(target.tabs, target.active, session),
    active: session,
  });
  return withoutEmptyPane({ ...moved, focused: to });
}

/** The tab `step` places further in the focused pane, round the end. */
export function cycleTab(layout: PaneLayout, step: 1 | -1): PaneLayout {
  const { tabs, active } = paneAt(layout, layout.focused);
  if (tabs.length < 2 || active === null) return layout;
  const next = tabs[(tabs.indexOf(active) + step + tabs.length) % tabs.length];
  return next === undefined ? layout : openTab(layout, next);
}

/** Moves a tab one place within its pane; at the end it stays. */
export function shiftTab(layout: PaneLayout, session: string, step: 1 | -1): PaneLayout {
  const index = paneOf(layout, session);
  if (index === null) return layout;
  const pane = paneAt(layout, index);
  const from = pane.tabs.indexOf(session);
  const to = from + step;
  if (to < 0 || to >= pane.tabs.length) return layout;
  const tabs = pane.tabs.filter((tab) => tab !== session);
  return withPane(layout, index, { ...pane, tabs: [...tabs.slice(0, to), session, ...tabs.slice(to)] });
}

export function focusPane(layout: PaneLayout, index: 0 | 1): PaneLayout {
  return index < layout.panes.length && layout.focused !== index ? { ...layout, focused: index } : layout;
}

export function setRatio(layout: PaneLayout, ratio: number): PaneLayout {
  return { ...layout, ratio: Math.min(Math.max(ratio, 0.15), 0.85) };
}

/** Without the tabs of sessions that no longer exist; the same object if all do. */
export function keepExisting(layout: PaneLayout, exists: (session: string) => boolean): PaneLayout {
  const gone = layout.panes.flatMap(({ tabs }) => tabs).filter((tab) => !exists(tab));
  return gone.reduce(closeTab, layout);
}

function paneAt(layout: PaneLayout, index: 0 | 1): Pane {
  return layout.panes[index] ?? layout.panes[0];
}

/** Which pane holds the session's tab. */
export function paneOf(layout: PaneLayout, session: string): 0 | 1 | null {
  if (layout.panes[0].tabs.includes(session)) return 0;
  return layout.panes[1]?.tabs.includes(session) ? 1 : null;
}

function withPane(layout: PaneLayout, index: 0 | 1, pane: Pane): PaneLayout {
  const [first, second] = layout.panes;
  if (second === undefined) return { ...layout, panes: [pane] };
  return { ...layout, panes: index === 0 ? [pane, second] : [first, pane] };
}

function withoutEmptyPane(layout: PaneLayout): PaneLayout {
  const [first, second] = layout.panes;
  if (second === undefined) return layout;
  if (first.tabs.length === 0) return { ...layout, panes: [second], focused: 0 };
  if (second.tabs.length === 0) return { ...layout, panes: [first], focused: 0 };
  return layout;
}

function insertAfter(tabs: readonly string[], neighbour: string | null, tab: string): readonly string[] {
  const index = neighbour === null ? tabs.length : tabs.indexOf(neighbour) + 1;
  return [...tabs.slice(0, index), tab, ...tabs.slice(index)];
}
