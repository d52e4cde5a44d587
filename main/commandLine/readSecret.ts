import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";

/**
 * What a person types without its being shown, or all that is piped in, without the line end that `echo` adds. Ctrl-C and
 * Ctrl-D answer with nothing.
 */
export async function readSecret(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, "");
  // A terminal's line editing without its echo: what the editor draws goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const editor = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  // Only now: what is typed as soon as the prompt is there must not be shown either.
  process.stderr.write(prompt);
  const { promise, resolve } = Promise.withResolvers<string>();
  editor.once("line", resolve);
  editor.once("SIGINT", () => resolve(""));
  editor.once("close", () => resolve(""));
  try {
    return await promise;
  } finally {
    editor.close();
    process.stderr.write("\n");
  }
}
