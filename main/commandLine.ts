import { runCommandLine } from "./commandLine/commandLine.ts";

// Not process.exit: what was written to a pipe would be cut off. Whatever a command opens it has closed by now.
process.exitCode = await runCommandLine(process.argv.slice(2));
