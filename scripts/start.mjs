#!/usr/bin/env node
/**
 * `npm start`: sets up what is missing, then runs the program. Without a command that is the desktop app, or, where that cannot work,
 * the headless host. It runs on the system's Node the first time, so it uses nothing but Node 20.
 */
import { runDesktop } from "./launch/desktop.mjs";
import { runProgram } from "./launch/program.mjs";
import { takeMode } from "./setup/modes.mjs";
import { endWith, SetUpError, say } from "./setup/say.mjs";
import { setUp } from "./setup/setUp.mjs";

try {
  const { mode: asked, rest } = takeMode(process.argv.slice(2));
  const isRetry = rest.includes("--retry-electron");
  const programArguments = rest.filter((argument) => argument !== "--retry-electron");
  const { mode, isChanged } = await setUp(asked);
  const isDesktop = programArguments[0] === "desktop";
  if (isDesktop || wantsDefault(programArguments)) {
    const reason = await runDesktop(isDesktop ? programArguments.slice(1) : programArguments, { mode, isRetry });
    if (reason !== null && isDesktop) throw new SetUpError(`The desktop app cannot start: ${reason}.`);
    if (reason !== null) {
      say(`The desktop app cannot start: ${reason}. Starting without a window; open the link below in a browser.`);
      await runProgram(["serve", ...programArguments], { isAfresh: isChanged });
    }
  } else {
    await runProgram(programArguments, { isAfresh: isChanged });
  }
} catch (error) {
  endWith(error);
}

/**
 * No command, flags alone: whatever opens. `--version` and `--help` are answered without a window.
 * @param {readonly string[]} programArguments
 */
function wantsDefault(programArguments) {
  const [first] = programArguments;
  return first === undefined || (first.startsWith("-") && !["--version", "--help", "-h", "-v"].includes(first));
}
