import { describe, expect, test } from "vitest";
import { visibleArea } from "./visibleArea.ts";

describe("the frame's place", () => {
  test("is what a keyboard leaves, wherever the system has moved the page", () => {
    expect(visibleArea({ height: 420.4, offsetTop: 96, scale: 1 }, 844)).toEqual({ height: 420, top: 96 });
  });

  test("is the whole page without a keyboard, and while the page is enlarged", () => {
    expect(visibleArea({ height: 844, offsetTop: 0, scale: 1 }, 844)).toEqual({ height: null, top: 0 });
    expect(visibleArea({ height: 790, offsetTop: 0, scale: 1 }, 844)).toEqual({ height: null, top: 0 });
    expect(visibleArea({ height: 420, offsetTop: 200, scale: 2 }, 844)).toEqual({ height: null, top: 0 });
  });
});
