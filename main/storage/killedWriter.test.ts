import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLog } from "../observability/log.ts";
import { openDatabase } from "./openDatabase.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-killed-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/**
 * Writes rows until it is killed and names each one only after its write was acknowledged. It names them with a blocking write:
 * it never waits for anything but the database, so a buffered one would never be sent, and without a reader it must end.
 */
const writer = `
  import { writeSync } from "node:fs";
  import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, "openDatabase.ts"))};
  import { silentLog } from ${JSON.stringify(join(import.meta.dirname, "../observability/log.ts"))};
  const { database } = openDatabase({ dataFolder: process.argv[1], log: silentLog });
  for (let number = 0; ; number++) {
    await database.insertInto("recent_folders").values({ folder: "folder " + number + " ".repeat(3000), used_at: number }).execute();
    writeSync(1, number + "\\n");
  }
`;

it("keeps every acknowledged row when the writer is killed in the middle of writing", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", writer, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let acknowledged = -1;
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged === 2000) child.kill("SIGKILL");
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  } finally {
    child.kill("SIGKILL");
  }
  expect(child.signalCode).toBe("SIGKILL");
  expect(acknowledged).toBeGreaterThanOrEqual(2000);

  await using storage = openDatabase({ dataFolder: folder, log: silentLog });
  const rows = await storage.database.selectFrom("recent_folders").select("used_at").orderBy("used_at").execute();
  expect(storage.notices).toEqual([]);
  expect(rows.slice(0, acknowledged + 1)).toEqual(
    Array.from({ length: acknowledged + 1 }, (_none, number) => ({ used_at: number })),
  );
}, 30_000);
