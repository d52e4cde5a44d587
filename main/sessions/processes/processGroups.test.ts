import { expect, test } from "vitest";
import { type PtyExit, startPty } from "../pty.ts";
import { askToEnd, groupEnded } from "./processGroups.ts";

test("a program that is asked to end the moment it was started ends", async () => {
  // Forked but not yet leading its group: most of these are caught in that moment.
  for (let count = 0; count < 20; count += 1) {
    const exit = Promise.withResolvers<PtyExit>();
    const pty = startPty(
      {
        executable: "/bin/sleep",
        arguments: ["60"],
        folder: "/",
        environment: { PATH: "/bin" },
        columns: 80,
        rows: 24,
      },
      { onData: () => {}, onExit: exit.resolve },
    );
    askToEnd(pty.pid);
    await groupEnded(pty.pid, Date.now() + 5_000);
    expect(await exit.promise).toMatchObject({ signal: 15 });
  }
}, 15_000);
