#!/usr/bin/env node
import { codeChecks, endToEndChecks } from "./checks/checks.mjs";
import { runChecks } from "./checks/runChecks.mjs";
/**
 * `npm test`, the command that CI runs too: sets up what is missing, brings a Chromium, then checks everything: `npm run check`, that
 * the generated documents are up to date, and the e2e in both hosts.
 */
import { bringChromium } from "./setup/chromium.mjs";
import { bringOutsideNeeds } from "./setup/outside.mjs";
import { endWith } from "./setup/say.mjs";
import { setUp } from "./setup/setUp.mjs";

try {
  await bringOutsideNeeds();
  await setUp("full", { isThorough: true });
  process.env["QUARTERDECK_CHROMIUM"] = await bringChromium();
  await runChecks([...codeChecks, ...endToEndChecks]);
} catch (error) {
  endWith(error);
}
