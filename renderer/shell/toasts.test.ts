import { describe, expect, test } from "vitest";
import { createToasts } from "./toasts.ts";

describe("toasts", () => {
  test("show the same words once, the newest last, at most four", () => {
    const toasts = createToasts();
    for (const title of ["a", "b", "a", "c", "d", "e"]) toasts.show({ tone: "info", title });
    expect(toasts.store.getState().map(({ title }) => title)).toEqual(["a", "c", "d", "e"]);
  });

  test("go when they are put away", () => {
    const toasts = createToasts();
    const id = toasts.show({ tone: "error", title: "a" });
    toasts.dismiss(id);
    expect(toasts.store.getState()).toEqual([]);
  });
});
