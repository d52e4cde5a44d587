import type { RowPosition } from "./copiedText.ts";

export interface SelectedRows {
  readonly start: RowPosition;
  readonly end: RowPosition;
}

/** What is selected among the rows inside `container`; null if nothing is. */
export function selectedRows(container: HTMLElement): SelectedRows | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!container.contains(range.startContainer) || !container.contains(range.endContainer)) return null;
  const start = positionOf(range.startContainer, range.startOffset);
  const end = positionOf(range.endContainer, range.endOffset);
  return start && end ? { start, end } : null;
}

/** Selects every row inside `container` that is in the page now. */
export function selectAllRows(container: HTMLElement): void {
  const rows = container.querySelectorAll("[data-row]");
  const first = rows[0];
  const last = rows[rows.length - 1];
  if (first && last) document.getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length);
}

function positionOf(node: Node, offset: number): RowPosition | null {
  const element = node instanceof Element ? node : node.parentElement;
  const row = element?.closest<HTMLElement>("[data-row]");
  if (!row) return null;
  const before = document.createRange();
  before.setStart(row, 0);
  before.setEnd(node, offset);
  return { row: Number(row.dataset.row), column: before.toString().length };
}
