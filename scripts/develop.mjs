#!/usr/bin/env node
/**
 * `npm run dev`: the headless core from its sources, started anew when they change, and the interface from Vite with hot reloading.
 * `--headless`: the core alone, serving the built interface. Both use a data folder of their own and ports that stay the same.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { nodePath } from "./setup/nodeRuntime.mjs";
import { inCache, inRoot, root } from "./setup/paths.mjs";
import { endWith, say } from "./setup/say.mjs";
import { setUp } from "./setup/setUp.mjs";

const corePort = 8775;
const pagePort = 5175;
const coreUrl = `http://127.0.0.1:${corePort}`;

try {
  const isHeadless = process.argv.includes("--headless");
  await setUp("development");
  const core = startCore(isHeadless ? null : `http://127.0.0.1:${pagePort}`);
  const page = isHeadless ? null : startPage();
  const children = [core, page].filter((child) => child !== null);
  // One of them ending ends the other: half a development server only confuses.
  for (const child of children) {
    child.once("exit", (code) => {
      for (const other of children) other.kill("SIGTERM");
      process.exitCode ||= code ?? 0;
    });
  }
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.on(signal, () => {
      for (const child of children) child.kill(signal);
    });
  }
} catch (error) {
  endWith(error);
}

/** @param {string | null} pageUrl where the page is served instead of the core's own address */
function startCore(pageUrl) {
  const flags = ["serve", "--json", "--port", String(corePort), "--data-dir", inCache("development-data")];
  const core = spawn(nodePath(), ["--watch", "--watch-preserve-output", inRoot("main", "commandLine.ts"), ...flags], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  createInterface({ input: core.stdout }).on("line", (line) => {
    const loginUrl = /"loginUrl":"([^"]+)"/.exec(line)?.[1];
    say(loginUrl ? `Open ${pageUrl ? loginUrl.replace(coreUrl, pageUrl) : loginUrl}` : line);
  });
  return core;
}

function startPage() {
  const vite = inRoot("node_modules", "vite", "bin", "vite.js");
  return spawn(nodePath(), [vite, "--config", "vite.config.ts", "--port", String(pagePort), "--strictPort"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, QUARTERDECK_DEVELOPMENT_CORE: coreUrl },
  });
}
