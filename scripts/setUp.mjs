#!/usr/bin/env node
import { obtainElectron } from "./setup/electronBinary.mjs";
/** `npm run setup [-- --setup=MODE]`: set-up alone. In the mode `full` also what the tests and the desktop need from outside npm. */
import { takeMode } from "./setup/modes.mjs";
import { bringOutsideNeeds } from "./setup/outside.mjs";
import { endWith, say } from "./setup/say.mjs";
import { setUp } from "./setup/setUp.mjs";

/** A slow line may take as long as this for Electron's 120 MB when it is asked for by name. */
const patientSeconds = 600;

try {
  const { mode: asked } = takeMode(process.argv.slice(2));
  if (asked === "full") await bringOutsideNeeds();
  const { mode } = await setUp(asked, { isThorough: true });
  if (mode === "full") {
    const electron = await obtainElectron({ isRetry: true, seconds: patientSeconds });
    if ("reason" in electron) say(`The desktop app will not start: ${electron.reason}.`);
  }
  say(`Quarterdeck is set up (${mode}).`);
} catch (error) {
  endWith(error);
}
