import type { Texts } from "#shared/configuration/settingMeta.ts";
import type { Check } from "#shared/contract/system.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { type CertificateToCheck, checkCertificate } from "./certificateCheck.ts";
import { checkDatabase, checkDataFolder, checkSpace } from "./dataFolderChecks.ts";
import { type Finding, failed, same, toCheck } from "./finding.ts";
import { checkKeychain, type ProbeKeychain } from "./keychainCheck.ts";
import { checkPort, type DescribeListener, type ListenerToCheck } from "./portCheck.ts";
import { checkDesktop, checkNode } from "./programChecks.ts";
import { checkTerminal, type StartProbe } from "./terminalCheck.ts";

export interface ChecksDeps {
  readonly dataFolder: string;
  readonly listener: ListenerToCheck;
  readonly startProbe: StartProbe;
  readonly probeKeychain: ProbeKeychain;
  /** The reason why a database cannot be trusted, or null. */
  readonly inspectDatabase: () => string | null;
  readonly describeListener: DescribeListener;
  readonly certificate: CertificateToCheck;
}

/** Everything the app needs from its surroundings, looked at now. A check that throws is a failed check. */
export async function runChecks(deps: ChecksDeps, language: Language): Promise<Check[]> {
  const { dataFolder } = deps;
  const checks: readonly (readonly [Texts, () => Finding | Promise<Finding>])[] = [
    [same("Node"), checkNode],
    [{ en: "Terminal", "zh-CN": "终端" }, () => checkTerminal(deps.startProbe)],
    [{ en: "Desktop window and browser", "zh-CN": "桌面窗口与浏览器" }, checkDesktop],
    [{ en: "Keychain", "zh-CN": "钥匙串" }, () => checkKeychain(deps.probeKeychain)],
    [{ en: "Port", "zh-CN": "端口" }, () => checkPort(deps.listener, deps.describeListener)],
    [
      { en: "Certificate for phones", "zh-CN": "手机连接证书" },
      () => checkCertificate(deps.certificate, dataFolder, Date.now()),
    ],
    [{ en: "Data folder", "zh-CN": "数据文件夹" }, () => checkDataFolder(dataFolder)],
    [{ en: "Free space", "zh-CN": "可用空间" }, () => checkSpace(dataFolder)],
    [{ en: "Database", "zh-CN": "数据库" }, () => checkDatabase(dataFolder, deps.inspectDatabase)],
  ];
  return await Promise.all(checks.map(async ([name, run]) => toCheck(name, await settled(run), language)));
}

async function settled(run: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed(
      { en: `It could not be checked: ${reason}`, "zh-CN": `无法检查：${reason}` },
      { en: "Report this with the whole output.", "zh-CN": "请附上全部输出反馈此问题。" },
    );
  }
}
