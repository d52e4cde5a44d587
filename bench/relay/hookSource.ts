import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { z } from "zod";
import type { Wire } from "../hosts/host.ts";
import { leaveHookAddress } from "../programs.ts";

/** A tool in a session that asks for permission through its hook. */
export interface HookSource extends AsyncDisposable {
  /** Asks and waits for the answer. Times are of `performance.now`. */
  ask(title: string): Promise<{ readonly choice: string | null; readonly answeredAt: number }>;
}

const hookReply = z.object({ stdout: z.string(), exitCode: z.literal(0) });
const answered = z.object({ choice: z.string().nullable() });

/** The tool's side of the hook is spoken here, not in the session, so that raising and arriving are timed by one clock. */
export async function startHookSource(wire: Wire): Promise<HookSource> {
  const file = join(tmpdir(), `quarterdeck-bench-hook-${process.pid}-${Date.now()}`);
  await wire.start(leaveHookAddress(file));
  const [url, secret] = await linesOf(file);
  return {
    async ask(title) {
      const choices = [
        { id: "yes", label: "Yes", role: "allow" },
        { id: "no", label: "No", role: "deny" },
      ];
      const response = await fetch(url, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({ tool: "bench", event: "ask", payload: { title, choices } }),
      });
      const body: unknown = await response.json();
      const answeredAt = performance.now();
      if (!response.ok) throw new Error(`The hook was refused: ${JSON.stringify(body)}`);
      const { stdout } = hookReply.parse(body);
      return { choice: stdout === "" ? null : answered.parse(JSON.parse(stdout)).choice, answeredAt };
    },
    [Symbol.asyncDispose]: () => rm(file, { force: true }),
  };
}

async function linesOf(file: string): Promise<[string, string]> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const [url, secret, end] = (await readFile(file, "utf8").catch(() => "")).split("\n");
    if (url && secret && end === "end") return [url, secret];
    await after(20);
  }
  throw new Error("The session left no hook address: its environment has none");
}
