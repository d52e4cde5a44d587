import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";
import { ExplainedError } from "#shared/errors/explainedError.ts";

/** How a person chooses where to listen: a flag of the command line, or a setting. */
export interface ListenFlags {
  readonly host: string;
  readonly port: string;
}

/** Says in one sentence why listening failed and what to do; errors of another kind come back as they are. */
export async function explainListenError(
  error: unknown,
  { host, port, flags }: { readonly host: string; readonly port: number; readonly flags: ListenFlags },
): Promise<unknown> {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return inUse({ host, port, flag: flags.port }, await findListener(port), error);
  if (code === "EACCES") {
    const texts = {
      en: `Listening on port ${port} is not permitted. Choose another with ${flags.port}.`,
      "zh-CN": `不允许监听端口 ${port}。请用 ${flags.port} 选择其他端口。`,
    };
    return new ExplainedError(texts, { cause: error });
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    const texts = {
      en: `${host} is not an address of this machine. Choose another with ${flags.host}.`,
      "zh-CN": `${host} 不是本机地址。请用 ${flags.host} 选择其他地址。`,
    };
    return new ExplainedError(texts, { cause: error });
  }
  return error;
}

function inUse(
  { host, port, flag }: { readonly host: string; readonly port: number; readonly flag: string },
  holder: PortHolder | null,
  cause: unknown,
): ExplainedError {
  const who = holder && `${holder.name} (process ${holder.pid})`;
  const whoChinese = holder && `${holder.name}（进程 ${holder.pid}）`;
  const texts = {
    en: `Port ${port} on ${host} is in use by ${who ?? "another process"}. Choose another with ${flag}, or end that process.`,
    "zh-CN": `${host} 的端口 ${port} 正被${whoChinese ?? "其他进程"}占用。请用 ${flag} 选择其他端口，或结束该进程。`,
  };
  return new ExplainedError(texts, { cause });
}

export interface PortHolder {
  readonly pid: number;
  readonly name: string;
}

/** The process that listens on a TCP port of this machine; null where the system does not tell us (another user's process). */
export async function findListener(port: number): Promise<PortHolder | null> {
  return process.platform === "linux" ? await findInProc(port) : await askLsof(port);
}

async function findInProc(port: number): Promise<PortHolder | null> {
  const inodes = new Set(
    (await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map((file) => listeningInodes(file, port)))).flat(),
  );
  if (inodes.size === 0) return null;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const targets = await socketsOf(pid);
    if (targets.some((target) => inodes.has(target))) return { pid: Number(pid), name: await nameOf(pid) };
  }
  return null;
}

/** The sockets that listen on a port, written as a process' descriptors name them. Columns of /proc/net/tcp, see proc(5). */
async function listeningInodes(file: string, port: number): Promise<string[]> {
  const listening = "0A";
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const isOurs = state === listening && Number.parseInt(local?.split(":")[1] ?? "", 16) === port;
    return isOurs && inode !== undefined ? [`socket:[${inode}]`] : [];
  });
}

/** Where a process' descriptors point; nothing for processes that are not ours to see or have just ended. */
async function socketsOf(pid: string): Promise<string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  return await Promise.all(descriptors.map((descriptor) => readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "")));
}

async function nameOf(pid: string): Promise<string> {
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  return name.trim() || "a process";
}

async function askLsof(port: number): Promise<PortHolder | null> {
  try {
    const { stdout } = await promisify(execFile)("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], {
      timeout: 3000,
    });
    const pid = /^p(\d+)$/m.exec(stdout)?.[1];
    const name = /^c(.+)$/m.exec(stdout)?.[1];
    return pid === undefined ? null : { pid: Number(pid), name: name ?? "a process" };
  } catch {
    // Without lsof (Windows has none) the message names no process; the port and the flag are what matters.
    return null;
  }
}
