import { describe, expect, test, vi } from "vitest";
import { onWake } from "./wakeSignals.ts";

function createPage() {
  return {
    window: new EventTarget(),
    document: Object.assign(new EventTarget(), { visibilityState: "visible" }),
    network: new EventTarget(),
  };
}

describe("waking", () => {
  test.each([
    ["the network is back", "window", "online"],
    ["the page comes out of the back-forward cache", "window", "pageshow"],
    ["the window is focused", "window", "focus"],
    ["the page is seen again", "document", "visibilitychange"],
    ["the browser thaws the page", "document", "resume"],
    ["the network changes", "network", "change"],
  ] as const)("when %s", (_, source, event) => {
    const page = createPage();
    const wake = vi.fn();
    const listening = onWake(page, wake);
    page[source].dispatchEvent(new Event(event));
    expect(wake).toHaveBeenCalledOnce();
    listening[Symbol.dispose]();
    page[source].dispatchEvent(new Event(event));
    expect(wake).toHaveBeenCalledOnce();
  });

  test("not when the page is hidden, and without the Network Information interface", () => {
    const page = createPage();
    const wake = vi.fn();
    using listening = onWake({ ...page, network: null }, wake);
    expect(listening).toBeDefined();
    page.document.visibilityState = "hidden";
    page.document.dispatchEvent(new Event("visibilitychange"));
    expect(wake).not.toHaveBeenCalled();
  });
});
