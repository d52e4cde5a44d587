import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "#shared/errors/appError.ts";
import { readOwnFiles } from "../../relay/tls/ownFiles.ts";
import { type Finding, failed, ok, warning } from "./finding.ts";

/** The settings that decide which certificate phones are shown. */
export interface CertificateToCheck {
  readonly certificate: string;
  readonly certificateKey: string;
}

/** The app renews its own long before; who renews by hand wants to know two weeks ahead. */
const warnDays = 14;
const dayMs = 86_400_000;
const reasonTexts = z.object({ en: z.string(), "zh-CN": z.string() });
const remedy = { en: "docs/tls.md says how to check and renew it.", "zh-CN": "检查和续期方法见 docs/tls.md。" };

/** Whether the certificate that phones are shown can be used, and how long yet. `now` as of `Date.now()`. */
export async function checkCertificate(
  settings: CertificateToCheck,
  dataFolder: string,
  now: number,
): Promise<Finding> {
  if (settings.certificate !== "" || settings.certificateKey !== "") return await checkOwnFiles(settings, now);
  const leaf = await readLeaf(join(dataFolder, "tls", "leaf.pem"));
  if (leaf === null) {
    return {
      state: "skipped",
      detail: { en: "Made when phones are first let in.", "zh-CN": "首次允许手机连接时生成。" },
      remedy: null,
    };
  }
  return describeValidity(leaf.validToDate.getTime(), now);
}

async function checkOwnFiles(settings: CertificateToCheck, now: number): Promise<Finding> {
  try {
    const { info } = await readOwnFiles(settings, now);
    return describeValidity(info.validTo, now);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "CERTIFICATE_INVALID") throw error;
    const texts = reasonTexts.catch({ en: error.message, "zh-CN": error.message }).parse(error.details.reasonTexts);
    return failed({ en: `It cannot be used: ${texts.en}.`, "zh-CN": `无法使用：${texts["zh-CN"]}。` }, remedy);
  }
}

function describeValidity(validTo: number, now: number): Finding {
  const date = new Date(validTo).toISOString().slice(0, 10);
  const detail = { en: `Valid until ${date}.`, "zh-CN": `有效期至 ${date}。` };
  if (validTo <= now) return failed({ en: `Expired on ${date}.`, "zh-CN": `已于 ${date} 过期。` }, remedy);
  return validTo - now < warnDays * dayMs ? warning(detail, remedy) : ok(detail);
}

async function readLeaf(file: string): Promise<X509Certificate | null> {
  try {
    return new X509Certificate(await readFile(file));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
