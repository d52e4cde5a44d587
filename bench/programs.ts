import { fileURLToPath } from "node:url";
import type { Program } from "./hosts/host.ts";

/** What a program that waits prints first. */
export const readyText = "ready\r\n";
/** What makes it go on. */
export const goKey = Buffer.from("\n");

// `raw` keeps the kernel from changing what is printed, so that a reader can compare every byte.

/** Says it is ready, waits for a line, prints the file, and waits again. */
export function printWhenAsked(file: string): Program {
  return bash('stty raw -echo; printf "ready\\r\\n"; read -r _; cat "$1"; read -r _', file);
}

/** Prints the file at once and stays, doing nothing. */
export function printAndStay(file: string): Program {
  return bash('stty raw -echo; cat "$1"; exec sleep 100000', file);
}

/** Prints the file over and over, once asked. */
export function printForEver(file: string): Program {
  return bash('stty raw -echo; printf "ready\\r\\n"; read -r _; while :; do cat "$1"; done', file);
}

/** Prints back every key, as an editor or a shell would. */
export function printKeys(): Program {
  return bash('stty raw -echo; printf "ready\\r\\n"; exec cat');
}

/** Floods the terminal and still answers every key; see keyedFlood.ts. */
export function floodWithKeys(file: string): Program {
  const program = fileURLToPath(new URL("keyedFlood.ts", import.meta.url));
  return runFile(program, file);
}

/** A shell at its prompt with its line editor, as a person uses it; it keeps no history. */
export function promptingShell(): Program {
  return bash('HISTFILE= PS1="\\$ " exec bash --norc --noprofile -i');
}

/** Writes into a file of its own what a tool in this session needs to call its hook, and stays. */
export function leaveHookAddress(file: string): Program {
  const script =
    'umask 077; printf "%s\\n" "$QUARTERDECK_HOOK_URL" "$QUARTERDECK_HOOK_SECRET" end > "$1"; exec sleep 100000';
  return bash(script, file);
}

/** Runs one of our own programs, its terminal raw. */
export function runFile(file: string, ...argv: readonly string[]): Program {
  return bash('stty raw -echo; exec "$@"', process.execPath, file, ...argv);
}

function bash(script: string, ...argv: readonly string[]): Program {
  return { executable: "/bin/bash", arguments: ["-c", script, "bench", ...argv] };
}
