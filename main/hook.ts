import { runHookProcess } from "./commandLine/hookClient.ts";

// The small entry of `quarterdeck hook`: tools start it often, so it loads neither the command line nor the core.
process.exitCode = await runHookProcess(process.argv.slice(process.argv[2] === "hook" ? 3 : 2));
