import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLog } from "../../observability/log.ts";
import { openDatabase } from "../../storage/openDatabase.ts";
import { ItemBoard } from "./itemBoard.ts";
import { readNewest } from "./itemTable.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-raiser-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const here = (path: string): string => JSON.stringify(join(import.meta.dirname, path));

/** Raises and answers until it is killed, and names what was acknowledged with a blocking write. */
const raiser = `
  import { writeSync } from "node:fs";
  import { openDatabase } from ${here("../../storage/openDatabase.ts")};
  import { silentLog } from ${here("../../observability/log.ts")};
  import { ItemBoard } from ${here("itemBoard.ts")};
  import { createItems } from ${here("createItems.ts")};
  import { Outcomes } from ${here("outcomes.ts")};
  const { database } = openDatabase({ dataFolder: process.argv[1], log: silentLog });
  const board = await ItemBoard.open(database, silentLog);
  const items = createItems({
    board, database, outcomes: new Outcomes(), language: () => "en", now: Date.now, planned: (kept) => kept,
  });
  const caller = { kind: "phone", label: "Phone", scopes: ["approve"], credentialId: "phone" };
  for (;;) {
    const { id, sequence } = await items.raise({
      kind: "question", place: { kind: "app" }, who: "raiser", text: " x".repeat(900), acceptsText: true,
    });
    writeSync(1, JSON.stringify({ id, sequence }) + "\\n");
    const answered = await items.answer(caller, { id, idempotencyKey: "key-" + id, text: "yes" });
    writeSync(1, JSON.stringify({ id, sequence: answered.sequence, state: answered.state }) + "\\n");
  }
`;

it("keeps every item and answer that was acknowledged when the core is killed, and never gives a sequence twice", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", raiser, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const acknowledged: { id: string; sequence: number; state?: string }[] = [];
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(JSON.parse(line));
      if (acknowledged.length === 401) child.kill("SIGKILL");
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  } finally {
    child.kill("SIGKILL");
  }
  expect(child.signalCode).toBe("SIGKILL");
  expect(acknowledged.length).toBeGreaterThan(400);

  await using storage = openDatabase({ dataFolder: folder, log: silentLog });
  expect(storage.notices).toEqual([]);
  const kept = new Map(
    (await readNewest(storage.database, { state: "all", limit: 100_000 })).map(({ item }) => [item.id, item]),
  );
  for (const { id, sequence, state } of acknowledged) {
    const item = kept.get(id);
    expect(item?.sequence).toBeGreaterThanOrEqual(sequence);
    if (state === "answered") expect(item).toMatchObject({ state, answer: { text: "yes" } });
  }
  const board = await ItemBoard.open(storage.database, silentLog);
  expect(board.sequence).toBeGreaterThanOrEqual(Math.max(...acknowledged.map(({ sequence }) => sequence)));
}, 30_000);
