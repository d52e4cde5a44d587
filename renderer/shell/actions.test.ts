import { describe, expect, test, vi } from "vitest";
import { type Action, actionForKey, createActionRegistry } from "./actions.ts";

function action(id: string, more: Partial<Action> = {}): Action {
  return { id, title: () => id, group: () => "group", run: vi.fn(), ...more };
}

const controlK = { key: "k", code: "KeyK", ctrlKey: true, metaKey: false, shiftKey: false, altKey: false };
const page = { isMac: false, isInTerminal: false };

describe("the actions", () => {
  test("are there while registered; a newer one of the same id takes over and gives back", () => {
    const registry = createActionRegistry();
    const old = action("a");
    const newer = action("a");
    registry.register([old, action("b")]);
    const registration = registry.register([newer]);
    expect(registry.store.getState()).toContain(newer);
    expect(registry.store.getState()).toHaveLength(2);
    registration[Symbol.dispose]();
    expect(registry.store.getState()).toContain(old);
  });

  test("keep their place in a list when they are registered anew, as after a change of language", () => {
    const registry = createActionRegistry();
    const registration = registry.register([action("a")]);
    registry.register([action("b")]);
    registration[Symbol.dispose]();
    registry.register([action("a")]);
    expect(registry.placeOf("a")).toBeLessThan(registry.placeOf("b"));
    expect(registry.placeOf("never")).toBeGreaterThan(registry.placeOf("b"));
  });

  test("run by id, if they apply now", () => {
    const registry = createActionRegistry();
    const applies = action("a");
    const rests = action("b", { when: () => false });
    registry.register([applies, rests]);
    expect([registry.run("a"), registry.run("b"), registry.run("c")]).toEqual([true, false, false]);
    expect(applies.run).toHaveBeenCalledOnce();
    expect(rests.run).not.toHaveBeenCalled();
  });

  test("are found by key: the latest that applies, and not inside a terminal that wants the key", () => {
    const first = action("a", { shortcuts: ["Mod+K"] });
    const second = action("b", { shortcuts: ["F2", "Mod+K"] });
    const resting = action("c", { shortcuts: ["Mod+K"], when: () => false });
    expect(actionForKey([first, second, resting], controlK, page)).toBe(second);
    expect(actionForKey([first, second], controlK, { ...page, isInTerminal: true })).toBeUndefined();
    expect(actionForKey([action("d")], controlK, page)).toBeUndefined();
  });
});
