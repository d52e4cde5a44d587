import { describe, expect, it, vi } from "vitest";
import { createHeldInputPlace, hasHeldInput, nothingHeld } from "./heldInput.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function createTab() {
  const values = new Map<string, string>();
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const window = new EventTarget();
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
    key: (index: number) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
  return {
    values,
    document,
    window,
    storage,
    place: (session: string) => createHeldInputPlace(session, storage, { document, window }),
  };
}

describe("held input", () => {
  it("outlives the page, byte for byte, each session's apart", () => {
    const tab = createTab();
    const held = { maybe: Uint8Array.from([0, 27, 91, 255]), unsent: bytes("git commit -m “é”\r") };
    tab.place("a").save(held);
    expect(tab.place("a").load()).toEqual(held);
    expect(tab.place("b").load()).toEqual(nothingHeld);
    expect(hasHeldInput(tab.storage)).toBe(true);
  });

  it("leaves nothing behind once it was decided", () => {
    const tab = createTab();
    tab.place("a").save({ maybe: bytes("x"), unsent: bytes("") });
    tab.place("a").save(nothingHeld);
    expect(tab.values.size).toBe(0);
    expect(hasHeldInput(tab.storage)).toBe(false);
  });

  it.each(["{", "[]", '{"maybe":"%%","unsent":""}', '{"maybe":1}'])(
    "takes the damaged entry %s for nothing",
    (text) => {
      const tab = createTab();
      tab.values.set("quarterdeck.held.a", text);
      expect(tab.place("a").load()).toEqual(nothingHeld);
    },
  );

  it("says that the page is leaving when it is hidden or goes, until disposed", () => {
    const tab = createTab();
    const leaving = vi.fn();
    const listening = tab.place("a").onLeaving(leaving);
    tab.document.dispatchEvent(new Event("visibilitychange"));
    expect(leaving).toHaveBeenCalledTimes(0);
    tab.document.visibilityState = "hidden";
    tab.document.dispatchEvent(new Event("visibilitychange"));
    tab.window.dispatchEvent(new Event("pagehide"));
    expect(leaving).toHaveBeenCalledTimes(2);
    listening[Symbol.dispose]();
    tab.window.dispatchEvent(new Event("pagehide"));
    expect(leaving).toHaveBeenCalledTimes(2);
  });

  it("works without storage", () => {
    const { document, window } = createTab();
    const place = createHeldInputPlace("a", null, { document, window });
    place.save({ maybe: bytes("x"), unsent: bytes("") });
    expect(place.load()).toEqual(nothingHeld);
  });
});
