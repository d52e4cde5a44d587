import { z } from "zod";
import { emptyLayout, type PaneLayout } from "./paneLayout.ts";

const key = "quarterdeck.sessions.layout";
const pane = z.object({ tabs: z.array(z.string()), active: z.string().nullable() });
const stored = z.object({
  panes: z.union([z.tuple([pane]), z.tuple([pane, pane])]),
  focused: z.union([z.literal(0), z.literal(1)]),
  direction: z.enum(["beside", "stacked"]),
  ratio: z.number().min(0.15).max(0.85),
});

/** The layout of last time; an empty one if there is none, or if what is stored is not a layout (another version's, or edited). */
export function loadLayout(storage: Storage): PaneLayout {
  const found = parsed(storage.getItem(key));
  if (!found.success) return emptyLayout;
  const { data } = found;
  const isConsistent =
    data.focused < data.panes.length &&
    data.panes.every(({ tabs, active }) => (active === null ? tabs.length === 0 : tabs.includes(active)));
  return isConsistent ? data : emptyLayout;
}

export function saveLayout(storage: Storage, layout: PaneLayout): void {
  storage.setItem(key, JSON.stringify(layout));
}

function parsed(text: string | null) {
  try {
    return stored.safeParse(JSON.parse(text ?? "null"));
  } catch {
    // Not JSON is the same to us as not a layout.
    return stored.safeParse(null);
  }
}
