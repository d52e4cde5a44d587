import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { nodePath } from "./nodeRuntime.mjs";
import { inCache, inRoot } from "./paths.mjs";
import { tryRun } from "./run.mjs";
import { say } from "./say.mjs";
import { nullIfMissing } from "./tree.mjs";

/** `npm start` waits this long for Electron's 120 MB and then goes on without; `npm run setup -- --setup=full` waits longer. */
const startSeconds = 20;
const remembered = inCache("electron-attempt.json");

/**
 * The Electron binary, fetched if it is not there yet. A failed attempt is remembered until Electron's version changes, so that each
 * start does not wait again.
 * @param {{ isRetry: boolean, seconds?: number }} options
 * @returns {Promise<{ path: string } | { reason: string }>} the reason as the end of a sentence
 */
export async function obtainElectron({ isRetry, seconds = startSeconds }) {
  const folder = inRoot("node_modules", "electron");
  const packageText = await readFile(`${folder}/package.json`, "utf8").catch(nullIfMissing);
  if (packageText === null) return { reason: "the package electron is not installed" };
  /** @type {{ version: string }} */
  const { version } = JSON.parse(packageText);
  const present = await presentBinary(folder, version);
  if (present) return { path: present };

  const attempt = await readAttempt();
  if (attempt?.version === version && !isRetry) {
    return { reason: `${attempt.reason} (tried before; \`npm start -- --retry-electron\` tries again)` };
  }
  say(`• Fetching Electron ${version}, for at most ${seconds} s …`);
  const { code, output, isTimedOut } = await tryRun(nodePath(), [`${folder}/install.js`], { timeoutSeconds: seconds });
  const fetched = code === 0 ? await presentBinary(folder, version) : null;
  if (fetched) {
    await rm(remembered, { force: true });
    return { path: fetched };
  }
  const reason = `Electron ${version} could not be fetched: ${isTimedOut ? `not there after ${seconds} s` : causeIn(output)}`;
  await mkdir(inCache(), { recursive: true });
  await writeFile(remembered, `${JSON.stringify({ version, reason })}\n`);
  return { reason };
}

/**
 * The binary of the package, if all of it is there: its own installer writes path.txt last.
 * @param {string} folder
 * @param {string} version
 */
async function presentBinary(folder, version) {
  const place = await readFile(`${folder}/path.txt`, "utf8").catch(nullIfMissing);
  const found = await readFile(`${folder}/dist/version`, "utf8").catch(nullIfMissing);
  if (place === null || found?.trim().replace(/^v/, "") !== version) return null;
  const path = `${folder}/dist/${place}`;
  return existsSync(path) ? path : null;
}

/** @returns {Promise<{ version: string, reason: string } | null>} */
async function readAttempt() {
  const text = await readFile(remembered, "utf8").catch(nullIfMissing);
  return text === null ? null : JSON.parse(text);
}

/**
 * The first line that names an error; installers print a stack around it.
 * @param {string} output
 */
function causeIn(output) {
  if (/fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH/.test(output))
    return "GitHub, where it lies, cannot be reached";
  const line = output.split("\n").find((candidate) => /error/i.test(candidate));
  return (line ?? output.trim().split("\n").at(-1) ?? "").trim() || "its installer failed without a word";
}
