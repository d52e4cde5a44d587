import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";

/** Why a certificate cannot be used, in the words that end the sentence “The certificate can’t be used: …”. */
const reasons = {
  "one-path-missing": {
    en: "both the certificate file and its key file must be named",
    "zh-CN": "必须同时指定证书文件和私钥文件",
  },
  unreadable: { en: "the file {file} cannot be read ({cause})", "zh-CN": "无法读取文件 {file}（{cause}）" },
  "too-large": { en: "the file {file} is too large for a certificate", "zh-CN": "文件 {file} 过大，不像是证书" },
  "no-certificate": { en: "{file} holds no certificate in PEM form", "zh-CN": "{file} 中没有 PEM 格式的证书" },
  "damaged-certificate": { en: "a certificate in {file} is damaged", "zh-CN": "{file} 中的证书已损坏" },
  "no-key": { en: "{file} holds no private key in PEM form", "zh-CN": "{file} 中没有 PEM 格式的私钥" },
  "key-has-password": {
    en: "the key in {file} is protected by a password; store it without one",
    "zh-CN": "{file} 中的私钥设有密码，请改用无密码的私钥",
  },
  "key-does-not-fit": {
    en: "the key does not belong to the first certificate in the file",
    "zh-CN": "私钥与文件中的第一个证书不匹配",
  },
  "chain-order": {
    en: "the chain is in the wrong order: “{subject}” must be followed by the certificate of “{issuer}”",
    "zh-CN": "证书链顺序有误：“{subject}”之后必须是“{issuer}”的证书",
  },
  expired: { en: "“{subject}” expired on {date}", "zh-CN": "“{subject}”已于 {date} 过期" },
  "not-yet-valid": {
    en: "“{subject}” is valid from {date} on; is the clock right?",
    "zh-CN": "“{subject}”从 {date} 起才有效，请检查系统时间",
  },
  "no-names": {
    en: "it lists no host names (subjectAltName), and browsers look at nothing else",
    "zh-CN": "证书未列出任何主机名（subjectAltName），而浏览器只看这一项",
  },
  "not-for-servers": {
    en: "it is a certificate of an authority, not of a server",
    "zh-CN": "这是证书机构的证书，而不是服务器的证书",
  },
  "unusable-key": {
    en: "its key cannot be used for encrypted connections ({cause})",
    "zh-CN": "其密钥无法用于加密连接（{cause}）",
  },
} as const satisfies Record<string, Record<Language, string>>;

export type InvalidReason = keyof typeof reasons;

/** CERTIFICATE_INVALID that says why: `details.reason` in English, `details.reasonTexts` in each language, `details.reasonKey` for programs. */
export function certificateInvalid(
  reasonKey: InvalidReason,
  values: Readonly<Record<string, string>> = {},
  cause?: unknown,
): AppError {
  const texts = reasons[reasonKey];
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? "");
  const reasonTexts = { en: fill(texts.en), "zh-CN": fill(texts["zh-CN"]) };
  return new AppError("CERTIFICATE_INVALID", {
    message: `The certificate cannot be used: ${reasonTexts.en}`,
    details: { reason: reasonTexts.en, reasonKey, reasonTexts },
    cause,
  });
}
