import { readFile } from "node:fs/promises";
import { join } from "node:path";
import headless from "@xterm/headless";
import { spawn } from "node-pty";
import { projectFolder } from "../../helpers/projectFolder.ts";
import { testEnvironment } from "../../helpers/surroundings.ts";

/** A person at a terminal of their own, who runs our command in it from a shell. */
export interface PersonTerminal extends Disposable {
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** The rows as they look now, without blanks at their ends. */
  screen(): readonly string[];
  /** Resolves when the condition holds for the screen; rejects with the screen after ten seconds. */
  until(condition: (rows: readonly string[]) => boolean): Promise<void>;
  /** The command has ended; `isRestored` if the terminal's line settings are as they were before. */
  readonly ended: Promise<{ readonly code: number; readonly isRestored: boolean }>;
  /** Process id of the command itself. */
  commandPid(): Promise<number>;
  /** What the terminal was put into and not out of. */
  leftOvers(): {
    readonly isAlternate: boolean;
    readonly mouse: string;
    readonly isPasteBracketed: boolean;
    readonly isCursorHidden: boolean;
  };
}

const built = join(projectFolder, "dist", "main", "commandLine.js");
/** Runs the command and tells afterwards whether the line settings (raw mode, echo) are the same as before. */
const script =
  'before=$(stty -g); "$@"; code=$?; [ "$before" = "$(stty -g)" ] && state=restored || state=changed; printf "<%s %s>" "$code" "$state"';

/** Runs `quarterdeck <arguments>`, as it was built unless told, in a pseudo-terminal of the given size. */
export async function runInTerminal(
  folder: string,
  programArguments: readonly string[],
  { columns = 90, rows = 25, program = built } = {},
): Promise<PersonTerminal> {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const pty = spawn("/bin/bash", ["-c", script, "person", process.execPath, program, ...programArguments], {
    cols: columns,
    rows,
    name: "xterm-256color",
    cwd: folder,
    env: await testEnvironment(folder),
  });
  let isCursorHidden = false;
  for (const final of ["h", "l"]) {
    terminal.parser.registerCsiHandler({ prefix: "?", final }, (parameters) => {
      if (parameters.includes(25)) isCursorHidden = final === "l";
      return false;
    });
  }
  const listeners = new Set<() => void>();
  pty.onData((data) => {
    terminal.write(data, () => {
      for (const listener of listeners) listener();
    });
  });
  const screen = () => {
    const { active } = terminal.buffer;
    return Array.from(
      { length: terminal.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
    );
  };
  const until = async (condition: (rows: readonly string[]) => boolean): Promise<void> => {
    if (condition(screen())) return;
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!condition(screen())) return;
        stop();
        resolve();
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`This did not come up:\n${screen().join("\n").trimEnd()}`));
      }, 10_000);
      const stop = () => {
        clearTimeout(timer);
        listeners.delete(look);
      };
      listeners.add(look);
    });
  };
  const ending = /<(\d+) (restored|changed)>/;
  return {
    type: (text) => pty.write(text),
    resize(toColumns, toRows) {
      terminal.resize(toColumns, toRows);
      pty.resize(toColumns, toRows);
    },
    screen,
    until,
    get ended() {
      return until((lines) => ending.test(lines.join("\n"))).then(() => {
        const [, code, state] = ending.exec(screen().join("\n")) ?? [];
        return { code: Number(code), isRestored: state === "restored" };
      });
    },
    async commandPid() {
      const children = await readFile(`/proc/${pty.pid}/task/${pty.pid}/children`, "utf8");
      return Number(children.trim());
    },
    leftOvers() {
      const { mouseTrackingMode, bracketedPasteMode } = terminal.modes;
      return {
        isAlternate: terminal.buffer.active.type === "alternate",
        mouse: mouseTrackingMode,
        isPasteBracketed: bracketedPasteMode,
        isCursorHidden,
      };
    },
    [Symbol.dispose]() {
      pty.kill("SIGKILL");
      terminal.dispose();
    },
  };
}

/** What a terminal is like that nobody left anything in. */
export const nothingLeft = { isAlternate: false, mouse: "none", isPasteBracketed: false, isCursorHidden: false };
