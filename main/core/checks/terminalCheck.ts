import { type Finding, failed, ok } from "./finding.ts";

/** Runs a program in a pseudo-terminal and answers with what it printed until it ended. */
export type StartProbe = (executable: string, programArguments: readonly string[]) => Promise<string>;

const patienceMs = 5000;
const expected = "quarterdeck-terminal-works";

/** Really runs a program in a pseudo-terminal: the addon may be there and still not work. */
export async function checkTerminal(startProbe: StartProbe): Promise<Finding> {
  const begin = performance.now();
  try {
    const output = await withinPatience(echo(startProbe));
    if (!output.includes(expected)) return doesNotWork("its output did not arrive", "没有收到其输出");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return doesNotWork(reason, reason);
  }
  const milliseconds = Math.round(performance.now() - begin);
  return ok({
    en: `A program ran in a terminal and ended after ${milliseconds} ms.`,
    "zh-CN": `已在终端中运行一个程序，用时 ${milliseconds} 毫秒。`,
  });
}

function echo(startProbe: StartProbe): Promise<string> {
  if (process.platform === "win32") return startProbe("cmd.exe", ["/d", "/c", `echo ${expected}`]);
  return startProbe("/bin/echo", [expected]);
}

async function withinPatience(output: Promise<string>): Promise<string> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs);
  try {
    return await Promise.race([output, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function doesNotWork(en: string, chinese: string): Finding {
  return failed(
    { en: `No program can be run in a terminal: ${en}`, "zh-CN": `无法在终端中运行程序：${chinese}` },
    {
      en: "Run `npm rebuild node-pty` in the project’s folder; it needs python3, make and g++.",
      "zh-CN": "请在项目文件夹中运行 `npm rebuild node-pty`；需要 python3、make 和 g++。",
    },
  );
}
