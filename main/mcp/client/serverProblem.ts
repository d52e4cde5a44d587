import type { McpTexts } from "../texts.ts";

/** Why a server cannot be used, in words for people that are chosen when they are shown. */
export class ServerProblem extends Error {
  override readonly name = "ServerProblem";
  readonly say: (texts: McpTexts) => string;

  constructor(say: (texts: McpTexts) => string, cause?: unknown) {
    super("An MCP server cannot be used", cause === undefined ? undefined : { cause });
    this.say = say;
  }
}

/** What a server or the system said, on one line, short. */
export function quoted(text: string): string {
  const line = text
    .replace(/\p{Cc}+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= 300 ? line : `…${line.slice(-300).replace(/^[\udc00-\udfff]/, "")}`;
}
