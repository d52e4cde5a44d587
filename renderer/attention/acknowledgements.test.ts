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

describe("telling that items arrived and were seen", () => {
  test("happens once an item and stage, together for what comes together", async () => {
    const { sent, acknowledgements } = setUp();
    acknowledgements.add("delivered", ["a", "b"]);
    acknowledgements.add("delivered", ["b", "c"]);
    acknowledgements.add("seen", ["a"]);
    await settled();
    acknowledgements.add("delivered", ["a"]);
    await settled();
    expect(sent).toEqual([
      ["delivered", ["a", "b", "c"]],
      ["seen", ["a"]],
    ]);
  });

  test("is made up for with the next connection, and kept quiet about until then", async () => {
    const { sent, state, onError, acknowledgements } = setUp();
    state.failure = new AppError("LINK_CLOSED");
    acknowledgements.add("seen", ["a"]);
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
    acknowledgements.add("seen", ["a"]);
    await settled();
    expect(onError).toHaveBeenCalledWith(state.failure);
  });
});
