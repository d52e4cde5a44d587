#!/usr/bin/env node
/** `npm run check`: everything that needs no browser: types, lint and format, boundaries, unused code, generated documents, unit tests. */
import { codeChecks } from "./checks/checks.mjs";
import { runChecks } from "./checks/runChecks.mjs";
import { endWith } from "./setup/say.mjs";
import { setUp } from "./setup/setUp.mjs";

try {
  await setUp("development");
  await runChecks(codeChecks);
} catch (error) {
  endWith(error);
}
