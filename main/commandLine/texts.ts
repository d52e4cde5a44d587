import type { SecretInfo } from "#shared/contract/secrets.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { ExplainedError } from "#shared/errors/explainedError.ts";
import { helpTexts } from "./helpTexts.ts";

/** What the program says in a terminal, in the person's language. */
export interface CommandTexts {
  readonly help: string;
  needsValue(flag: string): string;
  takesNoValue(flag: string): string;
  needsNumber(flag: string, from: number, to: number): string;
  unknownFlag(flag: string): string;
  unknownCommand(word: string): string;
  needsCommand(commands: string): string;
  commandsAre(commands: string): string;
  didYouMean(name: string): string;
  needs(what: string): string;
  tooMany(word: string): string;
  readonly seeHelp: string;
  ready(version: string, url: string): string;
  signIn(url: string, minutes: number): string;
  readonly howToStop: string;
  stopping(sessions: number): string;
  readonly stopped: string;
  noInstance(dataFolder: string): string;
  notAnswering(url: string): string;
  readonly noSessions: string;
  readonly noTokens: string;
  readonly sessionColumns: readonly string[];
  readonly tokenColumns: readonly string[];
  noSuchSession(given: string): string;
  manySessions(given: string, ids: string): string;
  noSuchToken(given: string): string;
  manyTokens(given: string): string;
  started(name: string, id: string): string;
  sessionStopped(name: string): string;
  readonly noSecrets: string;
  readonly secretColumns: readonly string[];
  readonly secretPlaces: Readonly<Record<SecretInfo["place"], string>>;
  secretPrompt(name: string): string;
  secretKept(name: string, place: SecretInfo["place"]): string;
  secretDeleted(name: string): string;
  readonly secretMissing: string;
  readonly secretNotAsArgument: string;
  badSecretName(given: string): string;
  readonly tokenOnce: string;
  tokenRevoked(name: string): string;
  badScope(scope: string, scopes: string): string;
  badEnvironment(given: string): string;
  badSize(given: string): string;
  readonly configurationFine: string;
  configurationOutdated(path: string, from: number): string;
  readonly nothingToMigrate: string;
  migrated(path: string, backup: string): string;
  readonly allChecksPass: string;
  checksFailed(count: number): string;
  phonesAt(url: string): string;
  readonly devicesMissing: string;
  readonly desktopElsewhere: string;
  knownTools(tools: string): string;
  installWith(command: string): string;
  installFrom(page: string): string;
  readonly interrupted: string;
  correlation(id: string): string;
  linkUsable(minutes: number): string;
  readonly configurationCheck: string;
  readonly correctConfiguration: string;
}

const texts: Record<Language, CommandTexts> = {
  en: {
    help: helpTexts.en,
    needsValue: (flag) => `${flag} needs a value.`,
    takesNoValue: (flag) => `${flag} takes no value.`,
    needsNumber: (flag, from, to) => `${flag} needs a whole number from ${from} to ${to}.`,
    unknownFlag: (flag) => `There is no flag ${flag}.`,
    unknownCommand: (word) => `There is no command “${word}”.`,
    needsCommand: (commands) => `Which command? One of: ${commands}.`,
    commandsAre: (commands) => ` The commands are: ${commands}.`,
    didYouMean: (name) => ` Did you mean ${name}?`,
    needs: (what) => `${what} is missing.`,
    tooMany: (word) => `“${word}” is one word too many.`,
    seeHelp: "`quarterdeck --help` shows all commands.",
    ready: (version, url) => `Quarterdeck ${version} is ready at ${url}`,
    signIn: (url, minutes) => `Open this link in a browser to sign in (once, within ${minutes} minutes):\n  ${url}`,
    howToStop: "Ctrl-C ends it, and the sessions in it.",
    stopping: (sessions) =>
      sessions === 0
        ? "Stopping."
        : `Stopping; ending ${sessions === 1 ? "one session" : `${sessions} sessions`}. Again to stop at once.`,
    stopped: "Stopped.",
    noInstance: (folder) =>
      `Quarterdeck isn’t running on ${folder}. Start it with \`quarterdeck serve\`, or say with --data-dir where it runs.`,
    notAnswering: (url) => `Quarterdeck at ${url} doesn’t answer.`,
    noSessions: "No sessions.",
    noTokens: "No tokens.",
    sessionColumns: ["ID", "STATUS", "TOOL", "NAME", "FOLDER"],
    tokenColumns: ["ID", "NAME", "PERMISSIONS", "CREATED", "LAST USED"],
    noSuchSession: (given) => `No session has the id or name “${given}”. \`quarterdeck sessions list\` shows them.`,
    manySessions: (given, ids) => `“${given}” fits several sessions: ${ids}. Give more of the id.`,
    noSuchToken: (given) => `No token has the id or name “${given}”. \`quarterdeck token list\` shows them.`,
    manyTokens: (given) => `Several tokens are called “${given}”. Give the id.`,
    started: (name, id) => `Started “${name}” (${id}).`,
    sessionStopped: (name) => `“${name}” has ended.`,
    noSecrets: "No secrets.",
    secretColumns: ["NAME", "KEPT IN"],
    secretPlaces: { keychain: "keychain", vault: "encrypted file" },
    secretPrompt: (name) => `Value of “${name}” (isn’t shown): `,
    secretKept: (name, place) =>
      `“${name}” is kept in ${place === "keychain" ? "the keychain" : "an encrypted file"}. Name it as secret:${name}.`,
    secretDeleted: (name) => `“${name}” is deleted.`,
    secretMissing: "No value was given.",
    secretNotAsArgument:
      "A secret’s value can’t stand on the command line, where others could see it. Leave it out and you are asked, or pipe it in.",
    badSecretName: (given) =>
      `“${given}” can’t be a secret’s name: use 1 to 100 lower-case letters, digits, dots, - or _; names that begin with quarterdeck. are the app’s own.`,
    tokenOnce: "Keep it safe: it isn’t shown again.",
    tokenRevoked: (name) => `“${name}” is revoked; its connections have ended.`,
    badScope: (scope, scopes) => `There is no permission “${scope}”. Use some of: ${scopes}.`,
    badEnvironment: (given) => `--env needs NAME=value, not “${given}”.`,
    badSize: (given) => `--size needs columns and rows as in 120x36, not “${given}”.`,
    configurationFine: "The configuration is valid.",
    configurationOutdated: (path, from) =>
      `${path} has the older version ${from}; \`quarterdeck config migrate\` or the next start brings it forward.`,
    nothingToMigrate: "Every file has the newest version.",
    migrated: (path, backup) => `${path} was brought to the newest version; the old one is ${backup}.`,
    allChecksPass: "Everything needed is there.",
    checksFailed: (count) => (count === 1 ? "One check failed." : `${count} checks failed.`),
    phonesAt: (url) => `Phones you pair connect to ${url}.`,
    devicesMissing: "This version has no listener for voice devices (--devices).",
    desktopElsewhere: "Start the desktop app with `npm start` in its folder, or from the system’s menu.",
    knownTools: (tools) => `The tools are: ${tools}.`,
    installWith: (command) => `Install it with \`${command}\`.`,
    installFrom: (page) => `How to install it: ${page}`,
    interrupted: "interrupted",
    correlation: (id) => `The log has more under ${id}.`,
    linkUsable: (minutes) => `Open it in a browser within ${minutes} minutes; it works once.`,
    configurationCheck: "Configuration",
    correctConfiguration: "Correct what is named; nothing starts before.",
  },
  "zh-CN": {
    help: helpTexts["zh-CN"],
    needsValue: (flag) => `${flag} 需要一个值。`,
    takesNoValue: (flag) => `${flag} 不接受值。`,
    needsNumber: (flag, from, to) => `${flag} 需要 ${from} 到 ${to} 之间的整数。`,
    unknownFlag: (flag) => `没有选项 ${flag}。`,
    unknownCommand: (word) => `没有命令“${word}”。`,
    needsCommand: (commands) => `缺少命令，可用：${commands}。`,
    commandsAre: (commands) => `可用命令：${commands}。`,
    didYouMean: (name) => `是否想输入 ${name}？`,
    needs: (what) => `缺少 ${what}。`,
    tooMany: (word) => `多余的参数“${word}”。`,
    seeHelp: "运行 `quarterdeck --help` 查看所有命令。",
    ready: (version, url) => `Quarterdeck ${version} 已就绪：${url}`,
    signIn: (url, minutes) => `在浏览器中打开此链接登录（仅可使用一次，${minutes} 分钟内有效）：\n  ${url}`,
    howToStop: "按 Ctrl-C 停止，其中的会话也会结束。",
    stopping: (sessions) => (sessions === 0 ? "正在停止。" : `正在停止，并结束 ${sessions} 个会话。再按一次立即退出。`),
    stopped: "已停止。",
    noInstance: (folder) =>
      `Quarterdeck 未在 ${folder} 上运行。请用 \`quarterdeck serve\` 启动，或用 --data-dir 指定其数据文件夹。`,
    notAnswering: (url) => `${url} 上的 Quarterdeck 没有响应。`,
    noSessions: "没有会话。",
    noTokens: "没有令牌。",
    sessionColumns: ["ID", "状态", "工具", "名称", "文件夹"],
    tokenColumns: ["ID", "名称", "权限", "创建时间", "上次使用"],
    noSuchSession: (given) => `没有 ID 或名称为“${given}”的会话。运行 \`quarterdeck sessions list\` 查看。`,
    manySessions: (given, ids) => `“${given}”对应多个会话：${ids}。请输入更完整的 ID。`,
    noSuchToken: (given) => `没有 ID 或名称为“${given}”的令牌。运行 \`quarterdeck token list\` 查看。`,
    manyTokens: (given) => `有多个名为“${given}”的令牌，请使用 ID。`,
    started: (name, id) => `已启动“${name}”（${id}）。`,
    sessionStopped: (name) => `“${name}”已结束。`,
    noSecrets: "没有机密。",
    secretColumns: ["名称", "保存位置"],
    secretPlaces: { keychain: "钥匙串", vault: "加密文件" },
    secretPrompt: (name) => `“${name}”的值（不会显示）：`,
    secretKept: (name, place) =>
      `“${name}”已保存到${place === "keychain" ? "钥匙串" : "加密文件"}，可用 secret:${name} 引用。`,
    secretDeleted: (name) => `“${name}”已删除。`,
    secretMissing: "没有输入值。",
    secretNotAsArgument: "机密的值不能写在命令行中，否则他人可能看到。请省略它并按提示输入，或通过管道传入。",
    badSecretName: (given) =>
      `“${given}”不能作为机密名称：请使用 1 到 100 个小写字母、数字、点、- 或 _；以 quarterdeck. 开头的名称由应用自用。`,
    tokenOnce: "请妥善保存，它不会再次显示。",
    tokenRevoked: (name) => `“${name}”已吊销，其连接已断开。`,
    badScope: (scope, scopes) => `没有权限“${scope}”，可用：${scopes}。`,
    badEnvironment: (given) => `--env 的格式为 名称=值，而不是“${given}”。`,
    badSize: (given) => `--size 的格式为 列数x行数，例如 120x36，而不是“${given}”。`,
    configurationFine: "配置有效。",
    configurationOutdated: (path, from) =>
      `${path} 是旧版本 ${from}；运行 \`quarterdeck config migrate\` 或下次启动时会升级。`,
    nothingToMigrate: "所有文件都已是最新版本。",
    migrated: (path, backup) => `${path} 已升级到最新版本；旧文件保存为 ${backup}。`,
    allChecksPass: "所需的一切都已具备。",
    checksFailed: (count) => `${count} 项检查未通过。`,
    phonesAt: (url) => `已配对的手机通过 ${url} 连接。`,
    devicesMissing: "此版本没有面向语音设备的监听（--devices）。",
    desktopElsewhere: "请在项目文件夹中用 `npm start` 启动桌面应用，或从系统菜单启动。",
    knownTools: (tools) => `可用工具：${tools}。`,
    installWith: (command) => `请用 \`${command}\` 安装。`,
    installFrom: (page) => `安装方法：${page}`,
    interrupted: "被中断",
    correlation: (id) => `日志中编号 ${id} 处有更多信息。`,
    linkUsable: (minutes) => `请在 ${minutes} 分钟内用浏览器打开，仅可使用一次。`,
    configurationCheck: "配置",
    correctConfiguration: "请更正上述内容，否则无法启动。",
  },
};

/** The same sentence in both languages, for what a command throws. */
export function explained(choose: (texts: CommandTexts) => string, cause?: unknown): ExplainedError {
  return new ExplainedError({ en: choose(texts.en), "zh-CN": choose(texts["zh-CN"]) }, { cause });
}

export function commandTexts(language: Language): CommandTexts {
  return texts[language];
}
