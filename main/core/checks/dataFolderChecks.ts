import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Finding, failed, ok, warning } from "./finding.ts";

const gigabyte = 1024 ** 3;
/** Below this, one talkative session can fill the disk within a day. */
const littleSpace = gigabyte;
const hardlyAnySpace = gigabyte / 10;

/** Whether the data folder can be written to by us, and by nobody else. */
export async function checkDataFolder(dataFolder: string): Promise<Finding> {
  if (!existsSync(dataFolder)) return ok(`${dataFolder} will be made at the first start`);
  const probe = join(dataFolder, `.probe-${randomBytes(6).toString("hex")}`);
  try {
    await writeFile(probe, "probe", { flag: "wx", mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed(
      `${dataFolder} cannot be written to: ${reason}`,
      "Make it yours (`chown`), or give --data-dir another folder.",
    );
  } finally {
    await rm(probe, { force: true });
  }
  const others = ((await stat(dataFolder)).mode & 0o077) !== 0;
  if (others && process.platform !== "win32")
    return warning(`${dataFolder} is open to other users`, `Run \`chmod 700 '${dataFolder}'\`.`);
  return ok(`${dataFolder} can be written to`);
}

export async function checkSpace(dataFolder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearestExisting(dataFolder));
  const free = bavail * bsize;
  const detail = `${(free / gigabyte).toFixed(1)} GB free`;
  const remedy = "Free some space, or lower `sessions.historyMegabytes`.";
  if (free < hardlyAnySpace) return failed(detail, remedy);
  return free < littleSpace ? warning(detail, remedy) : ok(detail);
}

export function checkDatabase(dataFolder: string, inspect: () => string | null): Finding {
  if (!existsSync(join(dataFolder, "quarterdeck.db"))) return ok("It will be made at the first start");
  const reason = inspect();
  if (reason === null) return ok("The database is sound");
  return failed(
    `The database is damaged: ${reason}`,
    "The next start puts it aside and begins a new one; restore a copy from `backups` if you need the old one.",
  );
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}
