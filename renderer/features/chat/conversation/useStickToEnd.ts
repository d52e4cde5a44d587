import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Nearer than this counts as being at the end: a line of the wheel, a finger's tremble. Pixels. */
const nearPixels = 48;

export interface StickToEnd {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly goToEnd: () => void;
}

/** Keeps the newest in sight while the person is there, and never moves them when they are not. */
export function useStickToEnd(): StickToEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isSticking = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);

  const goToEnd = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    isSticking.current = true;
    element.scrollTop = element.scrollHeight;
    setAtEnd(true);
  }, []);
  // Before the first picture: a conversation opens at its end.
  useLayoutEffect(goToEnd, [goToEnd]);
  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner) return;
    let lastTop = element.scrollTop;
    const distance = (): number => element.scrollHeight - element.scrollTop - element.clientHeight;
    const onScroll = (): void => {
      // Only a person scrolls up; content that grows leaves the place as it is. So growing alone never lets go.
      const isUp = element.scrollTop < lastTop - 1;
      lastTop = element.scrollTop;
      const isNear = distance() <= nearPixels;
      if (isNear) isSticking.current = true;
      else if (isUp) isSticking.current = false;
      setAtEnd(isSticking.current);
    };
    const resized = new ResizeObserver(() => {
      if (isSticking.current) element.scrollTop = element.scrollHeight;
      lastTop = element.scrollTop;
    });
    resized.observe(inner);
    // The keyboard of a phone makes the place itself smaller.
    resized.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);
  return { scroller, content, isAtEnd, goToEnd };
}
