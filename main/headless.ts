import { runCommandLine } from "./commandLine/commandLine.ts";

// The headless host on its own: `serve`, with or without the word.
const [word, ...rest] = process.argv.slice(2);
process.exitCode = await runCommandLine([
  "serve",
  ...(word === undefined || word === "serve" ? rest : [word, ...rest]),
]);
