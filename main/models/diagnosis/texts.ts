import type { Language } from "#shared/errors/errorTexts.ts";

/** What a connection test says, step by step. */
export interface DiagnosisTexts {
  readonly noProvider: (provider: string) => string;
  readonly configured: (provider: string, model: string) => string;
  readonly toolDecides: string;
  readonly noKeyNeeded: string;
  readonly ownAccount: string;
  readonly keyFound: string;
  readonly keyMissing: (name: string) => string;
  readonly keychainFailed: string;
  readonly noSuchHost: (host: string) => string;
  readonly connectionRefused: (address: string) => string;
  readonly tlsFailed: (reason: string) => string;
  readonly noConnection: (reason: string) => string;
  readonly noAnswerInTime: (seconds: number) => string;
  readonly reached: (address: string) => string;
  readonly toolFound: (file: string) => string;
  readonly toolMissing: (command: string) => string;
  readonly notAModelServer: (status: number) => string;
  readonly keyRefused: string;
  readonly serverAnswers: (count: number) => string;
  readonly serverHasNoList: (status: number) => string;
  readonly modelKnown: (model: string) => string;
  readonly modelUnknown: (model: string, near: readonly string[]) => string;
  readonly answered: (ms: number) => string;
  readonly answeredNothing: string;
}

const en: DiagnosisTexts = {
  noProvider: (provider) => `No provider has the key “${provider}”.`,
  configured: (provider, model) => `${provider}, ${model}`,
  toolDecides: "the tool’s own choice",
  noKeyNeeded: "None is set.",
  ownAccount: "The tool uses its own account.",
  keyFound: "The key is stored.",
  keyMissing: (name) => `There is no secret called “${name}”. Store it with “quarterdeck secret set ${name}”.`,
  keychainFailed: "The keychain could not be read.",
  noSuchHost: (host) => `The name ${host} does not exist, or this machine is offline.`,
  connectionRefused: (address) => `Nothing answers at ${address}. Is the server running?`,
  tlsFailed: (reason) => `The encrypted connection failed (${reason}). Check https or http, and the certificate.`,
  noConnection: (reason) => `The connection failed (${reason}).`,
  noAnswerInTime: (seconds) => `No answer within ${seconds} s.`,
  reached: (address) => `${address} answers.`,
  toolFound: (file) => file,
  toolMissing: (command) => `“${command}” is not installed.`,
  notAModelServer: (status) =>
    `What answers there is not a model API (status ${status}). Does the address end with its version, as in /v1?`,
  keyRefused: "The server refused the key.",
  serverAnswers: (count) => `A model API with ${count} models.`,
  serverHasNoList: (status) => `It does not list its models (status ${status}).`,
  modelKnown: (model) => `It has ${model}.`,
  modelUnknown: (model, near) =>
    near.length === 0 ? `It has no ${model}.` : `It has no ${model}. Similar: ${near.join(", ")}.`,
  answered: (ms) => `The first word came after ${ms} ms.`,
  answeredNothing: "It answered without a word.",
};

const zh: DiagnosisTexts = {
  noProvider: (provider) => `没有键为“${provider}”的提供方。`,
  configured: (provider, model) => `${provider}，${model}`,
  toolDecides: "由工具自行选择",
  noKeyNeeded: "未设置密钥。",
  ownAccount: "工具使用自己的账户。",
  keyFound: "密钥已保存。",
  keyMissing: (name) => `没有名为“${name}”的机密。请用“quarterdeck secret set ${name}”保存。`,
  keychainFailed: "无法读取钥匙串。",
  noSuchHost: (host) => `域名 ${host} 不存在，或本机处于离线状态。`,
  connectionRefused: (address) => `${address} 没有响应。服务启动了吗？`,
  tlsFailed: (reason) => `加密连接失败（${reason}）。请检查是 https 还是 http，以及证书。`,
  noConnection: (reason) => `连接失败（${reason}）。`,
  noAnswerInTime: (seconds) => `${seconds} 秒内没有应答。`,
  reached: (address) => `${address} 有响应。`,
  toolFound: (file) => file,
  toolMissing: (command) => `尚未安装“${command}”。`,
  notAModelServer: (status) => `该地址响应的不是模型接口（状态 ${status}）。地址是否以版本结尾，例如 /v1？`,
  keyRefused: "服务拒绝了密钥。",
  serverAnswers: (count) => `模型接口，共 ${count} 个模型。`,
  serverHasNoList: (status) => `它不提供模型列表（状态 ${status}）。`,
  modelKnown: (model) => `它有 ${model}。`,
  modelUnknown: (model, near) =>
    near.length === 0 ? `它没有 ${model}。` : `它没有 ${model}。相近的有：${near.join("、")}。`,
  answered: (ms) => `${ms} 毫秒后收到第一个字。`,
  answeredNothing: "它没有说任何内容。",
};

export const diagnosisTexts: Readonly<Record<Language, DiagnosisTexts>> = { en, "zh-CN": zh };
