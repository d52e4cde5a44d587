import { type App, dialog } from "electron";
import type { Log } from "../observability/log.ts";
import { type DesktopTexts, fill } from "./texts.ts";

export interface QuitDeps {
  readonly app: App;
  readonly log: Log;
  /** The names of the sessions that quitting would end. */
  readonly running: () => readonly string[];
  readonly texts: () => DesktopTexts;
  /** Ends everything in order; resolves when it is closed. */
  readonly close: () => Promise<void>;
}

export interface Quitting {
  /** Asks first if sessions run. */
  quit(): void;
  /** Without asking: a signal, the end of the machine, or a fault; 0 means that all is well. */
  quitAtOnce(code?: number): void;
}

/**
 * The one way out. Whoever quits (menu, tray, the system) comes through here: the person is asked once, everything is closed in
 * order, and only then the process ends.
 */
export function createQuitting(deps: QuitDeps): Quitting {
  let isAsking = false;
  let isEnding = false;

  const end = async (code: number): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    try {
      await deps.close();
      deps.app.exit(code);
    } catch (error) {
      deps.log.error("Not everything closed in order", { error });
      deps.app.exit(1);
    }
  };
  const ask = async (): Promise<void> => {
    if (isAsking || isEnding) return;
    isAsking = true;
    try {
      if (await mayEnd(deps.running(), deps.texts())) await end(0);
    } finally {
      isAsking = false;
    }
  };
  const start = (way: () => Promise<void>): void => {
    way().catch((error: unknown) => deps.log.error("Quitting failed", { error }));
  };

  deps.app.on("before-quit", (event) => {
    event.preventDefault();
    start(ask);
  });
  return { quit: () => start(ask), quitAtOnce: (code = 0) => start(() => end(code)) };
}

async function mayEnd(names: readonly string[], { quit }: DesktopTexts): Promise<boolean> {
  if (names.length === 0) return true;
  const { response } = await dialog.showMessageBox({
    type: "warning",
    message: names.length === 1 ? quit.oneRuns : fill(quit.manyRun, { count: names.length }),
    detail: fill(quit.consequence, { names: listed(names) }),
    buttons: [quit.confirm, quit.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** As many names as a dialog can show. */
function listed(names: readonly string[]): string {
  return names.length <= 6 ? names.join(", ") : `${names.slice(0, 6).join(", ")} …`;
}
