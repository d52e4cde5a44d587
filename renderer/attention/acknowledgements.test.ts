import { describe, expect, test, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { createAcknowledgements, type Stage } from "./acknowledgements.ts";

function setUp() {
  const sent: [Stage, readonly string[]][] = [];
  const state: { failure: AppError | null } = { failure: null };
  const onError = vi.fn();
  const acknowledgements = createAcknowledgements({
    send: async (ids, stage) => {
      if (state.failure) throw state.failure;
      sent.push([stage, ids]);
    },
    onError,
  });
  return { sent, state, onError, acknowledgements };
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

const asked = (...ids: string[]) => ids.map((id) => ({ id, updatedAt: 1 }));

describe("telling that items arrived and were seen", () => {
  test("happens once an item and stage, together for what comes together", async () => {
    const { sent, acknowledgements } = setUp();
    acknowledgements.add("delivered", asked("a", "b"));
    acknowledgements.add("delivered", asked("b", "c"));
    acknowledgements.add("seen", asked("a"));
    await settled();
    acknowledgements.add("delivered", asked("a"));
    await settled();
    expect(sent).toEqual([
      ["delivered", ["a", "b", "c"]],
      ["seen", ["a"]],
    ]);
  });

  test("happens anew for an item that asks anew", async () => {
    const { sent, acknowledgements } = setUp();
    acknowledgements.add("delivered", asked("a"));
    acknowledgements.add("seen", asked("a"));
    await settled();
    acknowledgements.add("delivered", [{ id: "a", updatedAt: 2 }]);
    acknowledgements.add("seen", [{ id: "a", updatedAt: 2 }]);
    await settled();
    expect(sent).toEqual([
      ["delivered", ["a"]],
      ["seen", ["a"]],
      ["delivered", ["a"]],
      ["seen", ["a"]],
    ]);
  });

  test("is made up for with the next connection, and kept quiet about until then", async () => {
    const { sent, state, onError, acknowledgements } = setUp();
    state.failure = new AppError("LINK_CLOSED");
    acknowledgements.add("seen", asked("a"));
    await settled();
    expect(sent).toEqual([]);
    state.failure = null;
    acknowledgements.live();
    await settled();
    expect(sent).toEqual([["seen", ["a"]]]);
    expect(onError).not.toHaveBeenCalled();
  });

  test("says what else went wrong", async () => {
    const { state, onError, acknowledgements } = setUp();
    state.failure = new AppError("FORBIDDEN");
    acknowledgements.add("seen", asked("a"));
    await settled();
    expect(onError).toHaveBeenCalledWith(state.failure);
  });
});
