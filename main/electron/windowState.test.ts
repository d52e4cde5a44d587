import { expect, test } from "vitest";
import { fitToDisplays, type Rectangle } from "./windowState.ts";

const laptop: Rectangle = { x: 0, y: 0, width: 1440, height: 900 };
const external: Rectangle = { x: 1440, y: 0, width: 2560, height: 1440 };

test("the first window is centred on the primary display", () => {
  const { bounds, isMaximized } = fitToDisplays(undefined, [laptop]);
  expect(bounds).toEqual({ x: 80, y: 40, width: 1280, height: 820 });
  expect(isMaximized).toBe(false);
});

test("a window opens where it was, on whichever display that is", () => {
  const remembered = { bounds: { x: 1600, y: 200, width: 1000, height: 700 }, isMaximized: true };
  expect(fitToDisplays(remembered, [laptop, external])).toEqual(remembered);
});

test("a window on a display that was unplugged comes back to the primary one, with its size", () => {
  const remembered = { bounds: { x: 1600, y: 200, width: 1000, height: 700 }, isMaximized: false };
  expect(fitToDisplays(remembered, [laptop]).bounds).toEqual({ x: 220, y: 100, width: 1000, height: 700 });
});

test.each([
  ["above the display", { x: 100, y: -60, width: 1000, height: 700 }],
  ["below it", { x: 100, y: 890, width: 1000, height: 700 }],
  ["beside it but for a sliver", { x: 1400, y: 100, width: 1000, height: 700 }],
])("a window whose title bar would lie %s is centred", (_where, bounds) => {
  expect(fitToDisplays({ bounds, isMaximized: false }, [laptop]).bounds).toEqual({
    x: 220,
    y: 100,
    width: 1000,
    height: 700,
  });
});

test("a window larger than its display shrinks to it, and never below what the page needs", () => {
  const tooLarge = { bounds: { x: 0, y: 0, width: 4000, height: 3000 }, isMaximized: false };
  expect(fitToDisplays(tooLarge, [laptop]).bounds).toEqual({ x: 0, y: 0, width: 1440, height: 900 });
  const tooSmall = { bounds: { x: 10, y: 10, width: 200, height: 100 }, isMaximized: false };
  expect(fitToDisplays(tooSmall, [laptop]).bounds).toMatchObject({ width: 720, height: 480 });
});
