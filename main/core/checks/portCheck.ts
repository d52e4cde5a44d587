import { createServer } from "node:net";
import type { Texts } from "#shared/configuration/settingMeta.ts";
import { type Finding, failed, ok } from "./finding.ts";

export interface ListenerToCheck {
  readonly host: string;
  readonly port: number;
  /** Whether the app itself has it open now. */
  readonly isOurs: boolean;
}

/** Who listens on a port; null if the system does not tell. */
export type DescribeListener = (port: number) => Promise<{ readonly pid: number; readonly name: string } | null>;

/** Whether the listener is open, or could be opened. */
export async function checkPort(
  { host, port, isOurs }: ListenerToCheck,
  whoListens: DescribeListener,
): Promise<Finding> {
  if (isOurs) return ok({ en: `Listening on ${host}, port ${port}.`, "zh-CN": `正在监听 ${host}，端口 ${port}。` });
  if (port === 0) return ok({ en: "Any free port will be taken.", "zh-CN": "将使用任意空闲端口。" });
  const problem = await tryListening(host, port);
  if (problem === null) return ok({ en: `Port ${port} on ${host} is free.`, "zh-CN": `${host} 的端口 ${port} 空闲。` });
  if (problem !== "EADDRINUSE") {
    return failed(
      {
        en: `Listening on ${host}, port ${port} fails: ${problem}`,
        "zh-CN": `无法监听 ${host}，端口 ${port}：${problem}`,
      },
      {
        en: "Choose another address or port with --host and --port.",
        "zh-CN": "请用 --host 和 --port 选择其他地址或端口。",
      },
    );
  }
  const holder = await whoListens(port);
  const who: Texts = holder
    ? { en: `${holder.name} (process ${holder.pid})`, "zh-CN": `${holder.name}（进程 ${holder.pid}）` }
    : { en: "another process", "zh-CN": "其他进程" };
  return failed(
    {
      en: `Port ${port} on ${host} is in use by ${who.en}.`,
      "zh-CN": `${host} 的端口 ${port} 正被${who["zh-CN"]}占用。`,
    },
    {
      en: "End that process, or choose another port with --port.",
      "zh-CN": "请结束该进程，或用 --port 选择其他端口。",
    },
  );
}

/** The system's code for why not; null if it works. */
async function tryListening(host: string, port: number): Promise<string | null> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<string | null>();
  server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  server.listen({ host, port }, () => server.close(() => resolve(null)));
  return await promise;
}
