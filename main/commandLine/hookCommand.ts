import type { Command } from "./command.ts";
import { runHookProcess } from "./hookClient.ts";

/** The same as the entry `hook.ts`, where the command line is the way in: in a packaged app. */
export const hookCommand: Command = ({ given }) => runHookProcess(given);
