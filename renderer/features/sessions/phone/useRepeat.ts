import { type PointerEvent, useEffect, useRef } from "react";

/** As keyboards have it: a pause, so that a tap is one key, then a steady run. */
const firstMs = 400;
const nextMs = 60;

/** Handlers for a button that goes on pressing while it is held. A keyboard's own Enter and Space press it once through `onClick`. */
export function useRepeat(press: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(press);
  latest.current = press;
  const isPointer = useRef(false);
  const stop = (): void => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  const again = (waitMs: number): void => {
    timer.current = setTimeout(() => {
      latest.current();
      again(nextMs);
    }, waitMs);
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      // The terminal keeps the focus, and with it the phone's keyboard stays open.
      event.preventDefault();
      isPointer.current = true;
      latest.current();
      again(firstMs);
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onClick: () => {
      if (!isPointer.current) latest.current();
      isPointer.current = false;
    },
  };
}
