#!/usr/bin/env node
/** The command `quarterdeck`: the built program, without looking whether the sources changed. */
import { runDesktop } from "./launch/desktop.mjs";
import { runProgram } from "./launch/program.mjs";
import { endWith, SetUpError } from "./setup/say.mjs";

try {
  const programArguments = process.argv.slice(2);
  if (programArguments[0] === "desktop") {
    const reason = await runDesktop(programArguments.slice(1), { mode: "development", isRetry: false });
    if (reason !== null) throw new SetUpError(`The desktop app cannot start: ${reason}.`);
  } else if (programArguments[0] === "hook") {
    await runProgram(programArguments, { entry: "hook" });
  } else {
    await runProgram(programArguments);
  }
} catch (error) {
  endWith(error);
}
