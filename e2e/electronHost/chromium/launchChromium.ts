import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { DevtoolsConnection } from "./devtools.ts";
import { findChromium } from "./findChromium.ts";

export interface Chromium {
  readonly connection: DevtoolsConnection;
  readonly devtoolsUrl: string;
  readonly version: string;
  close(): Promise<void>;
}

const switches = [
  "--remote-debugging-port=0",
  // Not to speak over, but because Chromium ends when this pipe does: so it never outlives a host that was killed.
  "--remote-debugging-pipe",
  "--no-startup-window",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-dev-shm-usage",
  "--disable-extensions",
  "--disable-search-engine-choice-screen",
  "--disable-sync",
  "--metrics-recording-only",
  "--password-store=basic",
  "--use-mock-keychain",
];

/** Starts the system's Chromium without a window; without a display it runs headless. Its profile lies in the given folder. */
export async function launchChromium(profileFolder: string, moreSwitches: readonly string[]): Promise<Chromium> {
  await mkdir(profileFolder, { recursive: true });
  const isHeadless = process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  const isRoot = process.getuid?.() === 0;
  const child = spawn(
    findChromium(),
    [
      ...switches,
      ...(isHeadless ? ["--headless=new"] : []),
      ...(isRoot ? ["--no-sandbox"] : []),
      `--user-data-dir=${profileFolder}`,
      ...moreSwitches,
    ],
    { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"] },
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  process.once("exit", () => child.kill("SIGKILL"));
  const devtoolsUrl = await readDevtoolsUrl(child);
  const connection = await DevtoolsConnection.connect(devtoolsUrl);
  await connection.browser.send("Target.setDiscoverTargets", { discover: true });
  const { product } = await connection.browser.send("Browser.getVersion");
  return {
    connection,
    devtoolsUrl,
    version: product,
    close: async () => {
      // The answer may be cut off by the closing itself; the process's end is what counts.
      await Promise.race([connection.browser.send("Browser.close").catch(() => connection.closed), exited]);
      await exited;
    },
  };
}

function readDevtoolsUrl(child: ChildProcess): Promise<string> {
  const { stderr } = child;
  if (!stderr) throw new Error("Chromium was started without stderr");
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`Chromium ended with ${code} before it listened:\n${said.join("\n")}`)),
    );
    createInterface({ input: stderr }).on("line", (line) => {
      if (said.length < 50) said.push(line);
      const url = /^DevTools listening on (ws:\/\/\S+)$/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
}
