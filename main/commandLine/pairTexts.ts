import type { PairingState } from "#shared/contract/phones.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { ExplainedError } from "#shared/errors/explainedError.ts";

type EndReason = NonNullable<PairingState["lastEnd"]>["reason"];

/** What `pair` says, in the person's language. */
export interface PairTexts {
  readonly relayOff: string;
  relayFailed(why: string): string;
  readonly scan: string;
  orOpen(link: string): string;
  orByAddress(link: string): string;
  orType(url: string, code: string): string;
  trust(url: string, fingerprint: string | null): string;
  readonly ownCertificate: string;
  permissions(scopes: string): string;
  waiting(minutes: number, seconds: number): string;
  asks(name: string, label: string, address: string): string;
  readonly sameWords: string;
  readonly question: string;
  readonly yes: RegExp;
  paired(name: string, scopes: string): string;
  readonly ended: Readonly<Record<EndReason, string>>;
  readonly withdrawn: string;
  readonly needsTerminal: string;
  readonly noRequest: string;
  readonly wordsMissing: string;
  readonly otherWords: string;
  readonly noPhones: string;
  readonly phoneColumns: readonly string[];
  noSuchPhone(given: string): string;
  manyPhones(given: string): string;
  revoked(name: string): string;
  mayNow(name: string, scopes: string): string;
}

const texts: Record<Language, PairTexts> = {
  en: {
    relayOff:
      "Phones can’t connect: the listener for them is off. `quarterdeck pair --enable` turns it on and goes on.",
    relayFailed: (why) => `The listener for phones didn’t open: ${why}`,
    scan: "Scan this with the phone’s camera:",
    orOpen: (link) => `or open on the phone\n  ${link}`,
    orByAddress: (link) => `by address\n  ${link}`,
    orType: (url, code) => `or open ${url} and type  ${code.slice(0, 3)} ${code.slice(3)}`,
    trust: (url, fingerprint) =>
      [
        "A phone that warns about the certificate doesn’t know this machine’s authority",
        "yet. Install it once from",
        `  ${url}`,
        ...(fingerprint === null ? [] : ["and compare its fingerprint (SHA-256):", ...halves(fingerprint)]),
      ].join("\n"),
    ownCertificate: "The listener shows your own certificate.",
    permissions: (scopes) => `The phone may: ${scopes}`,
    waiting: (minutes, seconds) =>
      `Waiting for the phone, ${minutes}:${String(seconds).padStart(2, "0")} left. Ctrl-C takes the offer back.`,
    asks: (name, label, address) => `“${name}” (${label}, ${address}) asks to be let in.`,
    sameWords: "The phone must show these four words, in this order:",
    question: "Does it, and may it come in? [y/N] ",
    yes: /^y(es)?$/i,
    paired: (name, scopes) => `“${name}” is paired and may: ${scopes}.`,
    ended: {
      expired: "Time is up; no phone was paired. Run it again for a new code.",
      "too-many-wrong-codes":
        "Five wrong codes were tried, so the offer was ended. If that wasn’t you, somebody else on the network tried.",
      withdrawn: "The offer was taken back or replaced by another; no phone was paired.",
      rejected: "The phone was turned away.",
    },
    withdrawn: "The offer is taken back.",
    needsTerminal:
      "Confirming a phone needs a terminal. In a script, use --json, and `quarterdeck pair confirm <words>` with the words that the phone shows.",
    noRequest: "No phone waits to be let in.",
    wordsMissing: "<four words> are missing: those that the phone shows.",
    otherWords: "No phone that waits shows these words. It was not let in.",
    noPhones: "No phones are paired.",
    phoneColumns: ["ID", "NAME", "PERMISSIONS", "LAST SEEN", "ADDRESS", "CONNECTIONS"],
    noSuchPhone: (given) => `No phone has the id or name “${given}”. \`quarterdeck pair list\` shows them.`,
    manyPhones: (given) => `Several phones fit “${given}”. Give more of the id.`,
    revoked: (name) => `“${name}” is revoked; its connections have ended.`,
    mayNow: (name, scopes) => `“${name}” may now: ${scopes}.`,
  },
  "zh-CN": {
    relayOff: "手机无法连接：面向手机的监听未开启。运行 `quarterdeck pair --enable` 可开启并继续配对。",
    relayFailed: (why) => `面向手机的监听未能开启：${why}`,
    scan: "用手机相机扫描：",
    orOpen: (link) => `或在手机上打开\n  ${link}`,
    orByAddress: (link) => `通过地址打开\n  ${link}`,
    orType: (url, code) => `或打开 ${url} 并输入  ${code.slice(0, 3)} ${code.slice(3)}`,
    trust: (url, fingerprint) =>
      [
        "如果手机提示证书有问题，说明它还不信任本机的证书机构。请先从此处安装一次：",
        `  ${url}`,
        ...(fingerprint === null ? [] : ["并核对指纹（SHA-256）：", ...halves(fingerprint)]),
      ].join("\n"),
    ownCertificate: "监听使用你自己的证书。",
    permissions: (scopes) => `授予手机的权限：${scopes}`,
    waiting: (minutes, seconds) =>
      `正在等待手机，剩余 ${minutes}:${String(seconds).padStart(2, "0")}。按 Ctrl-C 撤回邀请。`,
    asks: (name, label, address) => `“${name}”（${label}，${address}）请求接入。`,
    sameWords: "手机上必须按相同顺序显示这四个词：",
    question: "是否一致并允许接入？[y/N] ",
    yes: /^(y|yes|是)$/i,
    paired: (name, scopes) => `“${name}”已配对，权限：${scopes}。`,
    ended: {
      expired: "时间已到，没有手机完成配对。请重新运行以获取新的配对码。",
      "too-many-wrong-codes": "配对码输错了五次，邀请已作废。如果不是你，说明网络上有其他人在尝试。",
      withdrawn: "邀请已被撤回或替换，没有手机完成配对。",
      rejected: "已拒绝该手机。",
    },
    withdrawn: "邀请已撤回。",
    needsTerminal:
      "确认手机需要在终端中进行。脚本中请使用 --json，并用 `quarterdeck pair confirm <词语>` 输入手机上显示的词语。",
    noRequest: "没有等待接入的手机。",
    wordsMissing: "缺少 <四个词>：请输入手机上显示的词语。",
    otherWords: "没有等待中的手机显示这些词语，未允许任何手机接入。",
    noPhones: "没有已配对的手机。",
    phoneColumns: ["ID", "名称", "权限", "上次连接", "地址", "连接数"],
    noSuchPhone: (given) => `没有 ID 或名称为“${given}”的手机。运行 \`quarterdeck pair list\` 查看。`,
    manyPhones: (given) => `“${given}”对应多部手机，请输入更完整的 ID。`,
    revoked: (name) => `“${name}”已吊销，其连接已断开。`,
    mayNow: (name, scopes) => `“${name}”现在的权限：${scopes}。`,
  },
};

/** A fingerprint in two lines: it is longer than a terminal is wide. */
function halves(fingerprint: string): string[] {
  const pairs = fingerprint.split(":");
  const middle = Math.ceil(pairs.length / 2);
  return [pairs.slice(0, middle), pairs.slice(middle)].map((half) => `  ${half.join(":")}`);
}

export function pairTexts(language: Language): PairTexts {
  return texts[language];
}

/** The same sentence in both languages, for what the command throws. */
export function pairExplained(choose: (texts: PairTexts, language: Language) => string): ExplainedError {
  return new ExplainedError({ en: choose(texts.en, "en"), "zh-CN": choose(texts["zh-CN"], "zh-CN") });
}
