import { type Finding, failed, ok } from "./finding.ts";

/** Starts a program in a pseudo-terminal and answers with what it printed until it ended. */
export type StartProbe = (executable: string, programArguments: readonly string[]) => Promise<string>;

const patienceMs = 5000;
const expected = "quarterdeck-terminal-works";

/** Really runs a program in a pseudo-terminal: the addon may be there and still not work. */
export async function checkTerminal(startProbe: StartProbe): Promise<Finding> {
  const remedy = "Run `npm rebuild node-pty` in the project's folder; it needs python3, make and g++.";
  const timer = Promise.withResolvers<string>();
  const timeout = setTimeout(() => timer.reject(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs);
  try {
    const begin = performance.now();
    const [executable, programArguments] =
      process.platform === "win32"
        ? (["cmd.exe", ["/d", "/c", `echo ${expected}`]] as const)
        : (["/bin/echo", [expected]] as const);
    const output = await Promise.race([startProbe(executable, programArguments), timer.promise]);
    if (!output.includes(expected)) return failed("A program ran in a terminal, but its output did not arrive", remedy);
    return ok(`A program ran in a terminal and ended after ${Math.round(performance.now() - begin)} ms`);
  } catch (error) {
    return failed(
      `No program can be run in a terminal: ${error instanceof Error ? error.message : String(error)}`,
      remedy,
    );
  } finally {
    clearTimeout(timeout);
  }
}
