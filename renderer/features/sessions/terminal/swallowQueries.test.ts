import { Terminal } from "@xterm/headless";
import { describe, expect, it } from "vitest";
import { swallowQueries } from "./swallowQueries.ts";

async function repliesTo(bytes: string): Promise<string> {
  const terminal = new Terminal({ allowProposedApi: true });
  let replies = "";
  terminal.onData((data) => {
    replies += data;
  });
  swallowQueries(terminal);
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  terminal.dispose();
  return replies;
}

describe("a viewer's terminal", () => {
  it.each([
    "\x1b[c",
    "\x1b[>c",
    "\x1b[=c",
    "\x1b[5n",
    "\x1b[6n",
    "\x1b[?6n",
    "\x1b[4$p",
    "\x1b[?2026$p",
    "\x1b[18t",
    "\x1b[>q",
    "\x1bP$qm\x1b\\",
    "\x1b]10;?\x07",
    "\x1b]11;?\x1b\\",
    "\x1b]4;1;?\x07",
  ])("does not answer %j, which the server has answered", async (query) => {
    expect(await repliesTo(query)).toBe("");
  });

  it("goes on showing what stands behind a question", async () => {
    const terminal = new Terminal({ allowProposedApi: true });
    swallowQueries(terminal);
    await new Promise<void>((resolve) => terminal.write("a\x1b[6nb\x1b]11;?\x07c", resolve));
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe("abc");
    terminal.dispose();
  });
});
