import { rmSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { connect } from "#main/commandLine/client.ts";
import { atExit } from "../atExit.ts";
import type { Subject, Wire } from "./host.ts";
import { type HostProcess, startHostProcess } from "./processHost.ts";
import { wireOver } from "./wireOver.ts";

/** The program that `npm run setup` builds. */
export const builtProgram = fileURLToPath(new URL("../../dist/main/commandLine.js", import.meta.url));
const instance = z.object({ url: z.string(), controlToken: z.string() });

/** Quarterdeck's built headless host, reached as a browser reaches it. */
export function createQuarterdeckSubject(program: string): Subject {
  return {
    name: "quarterdeck",
    side: "quarterdeck",
    async startHost() {
      const host = await startQuarterdeck(program);
      const address = { kind: "quarterdeck", ...host.control } as const;
      return {
        address,
        port: Number(new URL(address.url).port),
        pid: host.pid,
        startMs: host.startMs,
        connect: () => connectQuarterdeck(address),
        [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
      };
    },
  };
}

/** A running headless host with empty data. */
export interface QuarterdeckProcess extends HostProcess {
  readonly dataFolder: string;
  /** How who may do everything reaches it from this machine. */
  readonly control: { readonly url: string; readonly token: string };
}

/** Starts a built headless host on a free port, with these further options of `serve`. */
export async function startQuarterdeck(program: string, options: readonly string[] = []): Promise<QuarterdeckProcess> {
  const dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-bench-"));
  const stray = atExit(() => rmSync(dataFolder, { recursive: true, force: true }));
  const removeData = async () => {
    await rm(dataFolder, { recursive: true, force: true });
    stray[Symbol.dispose]();
  };
  try {
    const argv = [program, "serve", "--json", "--port", "0", "--data-dir", dataFolder, ...options];
    const environment = { ...process.env, NODE_ENV: "production", SHELL: "/bin/bash" };
    const host = await startHostProcess(argv, environment);
    const { url, controlToken } = instance.parse(JSON.parse(await readFile(join(dataFolder, "instance.json"), "utf8")));
    return {
      ...host,
      dataFolder,
      control: { url, token: controlToken },
      async [Symbol.asyncDispose]() {
        await host[Symbol.asyncDispose]();
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}

/** One link to a Quarterdeck host. */
export async function connectQuarterdeck(address: { url: string; token: string }): Promise<Wire> {
  return wireOver(await connect(address));
}
