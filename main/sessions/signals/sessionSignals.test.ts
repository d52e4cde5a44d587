import { expect, it } from "vitest";
import type { SessionSignal } from "../contract.ts";
import { openSessionsBench } from "../testing.ts";

it("a session tells what it does while it does it, and nothing when its history is read", async () => {
  await using bench = await openSessionsBench();
  const told: SessionSignal[] = [];
  using _listening = bench.sessions.onSignal((signal) => told.push(signal));
  const kinds = () => told.map((signal) => signal.kind).filter((kind) => kind !== "output");
  const script = "printf '\\a\\033]9;look\\033\\\\\\033[5n'; read -r line; exit 3";
  const { id } = await bench.sessions.start({ tool: "shell", arguments: ["-c", script] });
  await expect.poll(kinds).toEqual(["started", "bell", "notification"]);
  expect(told.find((signal) => signal.kind === "notification")).toEqual({
    session: id,
    kind: "notification",
    title: "",
    text: "look",
  });
  // The terminal's own answer to the question above is nobody's typing.
  await expect.poll(async () => (await bench.sessions.history.screen(id)).rows.length).toBeGreaterThan(0);
  expect(kinds()).not.toContain("typed");

  await bench.sessions.sendInput(id, "\r", false);
  await expect.poll(kinds).toEqual(["started", "bell", "notification", "typed", "ended"]);
  expect(told.at(-1)).toEqual({ session: id, kind: "ended", exitCode: 3, signal: null, reason: "exited" });

  const before = told.length;
  await bench.sessions.history.recording(id, 0, true);
  expect(told).toHaveLength(before);
});
