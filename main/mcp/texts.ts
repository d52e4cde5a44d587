import type { Language } from "#shared/errors/errorTexts.ts";

/** What people read about MCP servers and clients. What a server or the system said itself stands behind it as it is. */
export interface McpTexts {
  notFound(command: string): string;
  notStarted(said: string): string;
  ended(how: string, said: string): string;
  exitCode(code: number): string;
  signal(name: string): string;
  readonly noAnswer: string;
  readonly notAllowed: string;
  readonly unreachable: string;
  readonly connectionLost: string;
  readonly floods: string;
  tooLong(megabytes: number): string;
  readonly noProtocol: string;
  protocol(said: string): string;
  secretMissing(name: string): string;
  readonly reservedKey: string;
  readonly doubleKey: string;
  readonly stopped: string;
  wantsToUse(tool: string): string;
  readonly allow: string;
  readonly deny: string;
}

const texts: Readonly<Record<Language, McpTexts>> = {
  en: {
    notFound: (command) => `“${command}” was not found`,
    notStarted: (said) => `It could not be started: ${said}`,
    ended: (how, said) => `It ended (${how})${said === "" ? "" : `: ${said}`}`,
    exitCode: (code) => `exit code ${code}`,
    signal: (name) => `signal ${name}`,
    noAnswer: "It does not answer",
    notAllowed: "It refuses the connection: check the key in its headers",
    unreachable: "It cannot be reached at this address",
    connectionLost: "The connection was lost",
    floods: "It sends more messages than can be taken",
    tooLong: (megabytes) => `It sent a message of more than ${megabytes} MB`,
    noProtocol: "It prints other things than messages of the protocol; logs belong on stderr",
    protocol: (said) => `It answered with an error: ${said}`,
    secretMissing: (name) => `There is no secret “${name}”`,
    reservedKey: "The key “app” belongs to Quarterdeck’s own tools; choose another",
    doubleKey: "Another server has the same key",
    stopped: "It was turned off or changed",
    wantsToUse: (tool) => `May it use “${tool}”?`,
    allow: "Allow once",
    deny: "Deny",
  },
  "zh-CN": {
    notFound: (command) => `找不到“${command}”`,
    notStarted: (said) => `无法启动：${said}`,
    ended: (how, said) => `已退出（${how}）${said === "" ? "" : `：${said}`}`,
    exitCode: (code) => `退出码 ${code}`,
    signal: (name) => `信号 ${name}`,
    noAnswer: "没有响应",
    notAllowed: "拒绝连接：请检查请求头中的密钥",
    unreachable: "无法访问该地址",
    connectionLost: "连接已断开",
    floods: "发送的消息过多，无法处理",
    tooLong: (megabytes) => `发送了超过 ${megabytes} MB 的消息`,
    noProtocol: "输出了协议消息以外的内容；日志应写到 stderr",
    protocol: (said) => `返回了错误：${said}`,
    secretMissing: (name) => `没有名为“${name}”的密钥`,
    reservedKey: "标识“app”为 Quarterdeck 自带工具所用，请换一个",
    doubleKey: "另一个服务使用了相同的标识",
    stopped: "已停用或修改",
    wantsToUse: (tool) => `允许它使用“${tool}”吗？`,
    allow: "允许一次",
    deny: "拒绝",
  },
};

export function mcpTexts(language: Language): McpTexts {
  return texts[language];
}
