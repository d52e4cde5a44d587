import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Finding, failed, ok, warning } from "./finding.ts";

const gigabyte = 1024 ** 3;
/** Below this, one talkative session can fill the disk within a day. */
const littleSpace = gigabyte;
const hardlyAnySpace = gigabyte / 10;

/** Whether the data folder can be written to by us, and read by nobody else. */
export async function checkDataFolder(dataFolder: string): Promise<Finding> {
  if (!existsSync(dataFolder)) {
    return ok({ en: `${dataFolder} will be made at the first start.`, "zh-CN": `${dataFolder} 将在首次启动时创建。` });
  }
  const problem = await tryWriting(dataFolder);
  if (problem !== null) {
    return failed(
      { en: `${dataFolder} cannot be written to: ${problem}`, "zh-CN": `无法写入 ${dataFolder}：${problem}` },
      {
        en: "Make it yours with `chown`, or give --data-dir another folder.",
        "zh-CN": "请用 `chown` 取得其所有权，或用 --data-dir 指定其他文件夹。",
      },
    );
  }
  const isOpenToOthers = process.platform !== "win32" && ((await stat(dataFolder)).mode & 0o077) !== 0;
  if (!isOpenToOthers) return ok({ en: `${dataFolder} can be written to.`, "zh-CN": `${dataFolder} 可写入。` });
  return warning(
    { en: `${dataFolder} is open to other users.`, "zh-CN": `其他用户可以访问 ${dataFolder}。` },
    { en: `Run \`chmod 700 '${dataFolder}'\`.`, "zh-CN": `请运行 \`chmod 700 '${dataFolder}'\`。` },
  );
}

/** Whether there is room for histories. */
export async function checkSpace(dataFolder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearestExisting(dataFolder));
  const free = bavail * bsize;
  const gigabytes = (free / gigabyte).toFixed(1);
  const detail = { en: `${gigabytes} GB are free.`, "zh-CN": `可用 ${gigabytes} GB。` };
  const remedy = {
    en: "Free some space, or lower `sessions.historyMegabytes`.",
    "zh-CN": "请释放一些空间，或调低 `sessions.historyMegabytes`。",
  };
  if (free < hardlyAnySpace) return failed(detail, remedy);
  return free < littleSpace ? warning(detail, remedy) : ok(detail);
}

/** Whether the database is whole; `inspect` answers with why not, or null. */
export function checkDatabase(dataFolder: string, inspect: () => string | null): Finding {
  if (!existsSync(join(dataFolder, "quarterdeck.db"))) {
    return ok({ en: "It will be made at the first start.", "zh-CN": "将在首次启动时创建。" });
  }
  const reason = inspect();
  if (reason === null) return ok({ en: "The database is sound.", "zh-CN": "数据库完好。" });
  return failed(
    { en: `The database is damaged: ${reason}`, "zh-CN": `数据库已损坏：${reason}` },
    {
      en: "The next start puts it aside, never deletes it, and begins a new one; `backups` in the data folder has older copies.",
      "zh-CN": "下次启动会将其移到一旁（不会删除）并新建数据库；数据文件夹的 `backups` 中有较早的副本。",
    },
  );
}

async function tryWriting(folder: string): Promise<string | null> {
  const probe = join(folder, `.probe-${randomBytes(6).toString("hex")}`);
  try {
    await writeFile(probe, "probe", { flag: "wx", mode: 0o600 });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(probe, { force: true });
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}
