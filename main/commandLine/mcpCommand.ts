import { sessionId } from "#shared/contract/sessions.ts";
import { type Command, dataFolderOf } from "./command.ts";
import { runMcpBridge } from "./mcpBridge.ts";
import { mcpSnippet, snippetTools } from "./mcpSnippets.ts";
import { ownCommand } from "./ownCommand.ts";
import { locateInstance } from "./runningInstance.ts";
import { chooseCommand, parseFlags, UsageError } from "./usage.ts";

/** How often it is seen whether the client is still there: killed, it tells nobody. */
const parentEveryMs = 1_000;

/** `mcp`: the app as an MCP server on stdio, by way of the running instance. stdout carries the protocol and nothing else. */
export const mcpCommand: Command = async ({ given, output, texts }) => {
  const flags = parseFlags(given, { token: { type: "string" }, "print-config": { type: "string" } }, texts);
  const [word] = flags.positionals;
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
  const dataFolder = dataFolderOf(flags);
  if (flags.has("print-config")) {
    const tool = chooseCommand(flags.text("print-config"), snippetTools, texts);
    const { where, text } = mcpSnippet(tool, [
      ...ownCommand(),
      "mcp",
      ...(flags.has("data-dir") ? ["--data-dir", dataFolder] : []),
    ]);
    output.note(where);
    output.line(text);
    return 0;
  }
  // The variable is the better place: a command line can be read by other users of the machine.
  const token = flags.text("token") ?? process.env.QUARTERDECK_MCP_TOKEN;
  const locate = () => {
    const instance = locateInstance(dataFolder);
    return token === undefined ? instance : { ...instance, token };
  };
  await untilGone((signal) =>
    runMcpBridge({
      locate,
      input: process.stdin,
      output: process.stdout,
      signal,
      session: sessionId.safeParse(process.env.QUARTERDECK_SESSION).data,
    }),
  );
  return 0;
};

/** Does something until it ends, we are asked to end, or the program that started us is gone. */
async function untilGone(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const gone = new AbortController();
  const end = (): void => {
    gone.abort();
    // Reading it would go on.
    process.stdin.destroy();
  };
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) end();
  }, parentEveryMs);
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  for (const name of signals) process.once(name, end);
  // A client that has closed its end while we write to it.
  process.stdout.once("error", end);
  try {
    await work(gone.signal);
  } finally {
    clearInterval(watch);
    for (const name of signals) process.off(name, end);
    process.stdout.off("error", end);
    process.stdin.destroy();
  }
}
