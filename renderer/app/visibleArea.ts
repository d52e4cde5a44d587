/** Where the frame stands and how high it is, in pixels; a height of null is all there is. */
export interface VisibleArea {
  readonly height: number | null;
  readonly top: number;
}

/** Less than this is a toolbar that comes and goes, which the browser takes care of by itself. */
const smallestKeyboard = 80;

/** What a keyboard leaves of the page. While somebody has enlarged the page itself, nothing follows their fingers. */
export function visibleArea(
  viewport: { readonly height: number; readonly offsetTop: number; readonly scale: number },
  pageHeight: number,
): VisibleArea {
  if (viewport.scale > 1.01 || pageHeight - viewport.height < smallestKeyboard) return { height: null, top: 0 };
  return { height: Math.round(viewport.height), top: Math.round(viewport.offsetTop) };
}
