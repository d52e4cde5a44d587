import { describe, expect, test } from "vitest";
import { startPty } from "./pty.ts";

/** Longer than node-pty waits between a program's end and closing its terminal. */
const busyMs = 250;

function busy(): void {
  const end = performance.now() + busyMs;
  while (performance.now() < end);
}

function start(line: string, onData: (bytes: Uint8Array) => void) {
  const exit = Promise.withResolvers<{ exitCode: number }>();
  const pty = startPty(
    {
      executable: "/bin/bash",
      arguments: ["-c", line],
      folder: "/tmp",
      environment: { PATH: process.env.PATH ?? "" },
      columns: 80,
      rows: 24,
    },
    { onData, onExit: exit.resolve },
  );
  return { pty, exit: exit.promise };
}

describe.skipIf(process.platform === "win32")("pseudo-terminal", () => {
  test("gives everything a program printed at its end, however busy we are meanwhile", async () => {
    let read = 0;
    const { exit } = start("head -c 20000 /dev/zero | tr '\\0' x; printf end", (bytes) => {
      read += bytes.byteLength;
      busy();
    });
    expect(await exit).toMatchObject({ exitCode: 0 });
    expect(read).toBe(20_003);
  });

  test("gives what waited while reading was paused", async () => {
    let read = 0;
    const { pty, exit } = start(
      "head -c 3000 /dev/zero | tr '\\0' x; printf end",
      (bytes) => (read += bytes.byteLength),
    );
    pty.pause();
    expect(await exit).toMatchObject({ exitCode: 0 });
    expect(read).toBe(3003);
  });

  test("does not wait for what a program left running in its terminal", async () => {
    const started = performance.now();
    const { pty, exit } = start("trap '' HUP; sleep 4 & printf end", () => {});
    expect(await exit).toMatchObject({ exitCode: 0 });
    expect(performance.now() - started).toBeLessThan(3_000);
    process.kill(-pty.pid, "SIGKILL");
  });
});
