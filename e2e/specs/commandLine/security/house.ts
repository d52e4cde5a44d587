import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { locateInstance } from "#main/commandLine/runningInstance.ts";
import { createTestPhone } from "#main/phones/testPhone.ts";
import { phone as pairedPhone, pairingOffer } from "#shared/contract/phones.ts";
import { relayStatus } from "#shared/contract/relay.ts";
import type { Scope } from "#shared/contract/scopes.ts";
import { pairingBegun, pairingOutcome, pairingRevealed, phoneChallenge } from "#shared/pairing/pairingMessages.ts";
import { projectFolder } from "../../../helpers/projectFolder.ts";
import { testEnvironment } from "../../../helpers/surroundings.ts";
import { type Answer, send, type Way } from "./ways.ts";

const readyLine = z.object({ url: z.string(), loginUrl: z.string() });
const openRelay = relayStatus.options[2];

/** A real core of its own, both listeners open, everything logged; and its owner, who may do everything. */
export interface House extends AsyncDisposable {
  readonly dataFolder: string;
  /** Holds the data folder and the home of what runs. */
  readonly folder: string;
  /** The listener of this machine. */
  readonly machine: Way;
  /** The listener for phones. */
  readonly network: Way;
  readonly ways: readonly Way[];
  readonly controlToken: string;
  readonly loginCode: string;
  /** A call of the REST API as the owner; throws what is no success. */
  call(method: string, path: string, body?: object): Promise<unknown>;
  createToken(scopes: readonly Scope[]): Promise<{ readonly id: string; readonly token: string }>;
  /** A phone that was paired by the real protocol over the network. */
  pairPhone(scopes: readonly Scope[]): Promise<PairedTestPhone>;
  /** Ends the process in order; the folder stays for a look at it. */
  stop(): Promise<void>;
}

export type PairedTestPhone = Awaited<ReturnType<typeof pairPhone>>;
type OwnerCall = House["call"];

export async function openHouse(): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-security-"));
  const dataFolder = join(folder, "data");
  const { child, ready } = await startCore(folder, dataFolder);
  const { url, token: controlToken } = locateInstance(dataFolder);
  const machine: Way = {
    name: "this machine's listener",
    scheme: "http",
    port: Number(new URL(url).port),
    host: new URL(url).host,
  };
  const call: OwnerCall = async (method, path, body) => {
    const headers = { authorization: `Bearer ${controlToken}` };
    const answer = await send(machine, `/api/v1${path}`, { method, headers, ...(body ? { json: body } : {}) });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.json;
  };
  const network = await openNetwork(call);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  };
  return {
    dataFolder,
    folder,
    machine,
    network,
    ways: [machine, network],
    controlToken,
    loginCode: new URL(ready.loginUrl).hash.replace("#login=", ""),
    call,
    createToken: async (scopes) =>
      z
        .object({ id: z.string(), token: z.string() })
        .parse(await call("POST", "/tokens", { name: "security suite", scopes })),
    pairPhone: (scopes) => pairPhone(network, call, scopes),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function startCore(folder: string, dataFolder: string) {
  const program = join(projectFolder, "main", "headless.ts");
  const child = spawn(process.execPath, [program, "--data-dir", dataFolder, "--port", "0", "--json", "--debug"], {
    cwd: folder,
    env: await testEnvironment(folder),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  const ready = await new Promise<z.infer<typeof readyLine>>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The core ended with ${code}:\n${said.join("\n")}`)));
    createInterface({ input: child.stdout }).once("line", (line) => resolve(readyLine.parse(JSON.parse(line))));
  });
  return { child, ready };
}

/** Turns the listener for phones on, as the settings page does, and takes its authority as a phone does. */
async function openNetwork(call: OwnerCall): Promise<Way> {
  await call("PATCH", "/settings", {
    changes: { "relay.enabled": true, "relay.port": 0, "relay.address": "127.0.0.1" },
  });
  for (;;) {
    const status = relayStatus.parse(await call("GET", "/relay"));
    if (status.kind === "failed") throw new Error(status.reason);
    if (status.kind !== "open") continue;
    const { port, url } = openRelay.parse(status);
    const plain: Way = { name: "without encryption", scheme: "http", port, host: `127.0.0.1:${port}` };
    const { text: authority } = await send(plain, "/trust/authority.pem");
    return { name: "the listener for phones", scheme: "https", port, host: new URL(url).host, authority };
  }
}

/** What a phone asks over the network before it is connected. */
export function doorOf(network: Way) {
  const ask = async <Schema extends z.ZodType>(
    path: string,
    body: object,
    schema: Schema,
  ): Promise<z.infer<Schema>> => {
    const answer = await send(network, path, { method: "POST", json: body });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return schema.parse(answer.json);
  };
  return {
    begin: (body: object) => ask("/auth/pairing/begin", body, pairingBegun),
    reveal: (body: object) => ask("/auth/pairing/reveal", body, pairingRevealed),
    wait: (body: object) => ask("/auth/pairing/wait", body, pairingOutcome),
    challenge: (body: object) => ask("/auth/phone/challenge", body, phoneChallenge),
  };
}

async function pairPhone(network: Way, call: OwnerCall, scopes: readonly Scope[]) {
  const door = doorOf(network);
  const offer = pairingOffer.parse(await call("POST", "/pairing/offers", { scopes }));
  const phone = await createTestPhone();
  const secret = new URL(offer.link).hash.replace("#pair=", "");
  const begun = await phone.pair(door, { kind: "secret", secret });
  const paired = pairedPhone.parse(
    await call("POST", `/pairing/requests/${offer.id}/confirm`, { name: "Suite's phone", scopes }),
  );
  return {
    ...phone,
    ...begun,
    id: paired.id,
    offer,
    secret,
    door,
    /** What it gives as `phone` to prove itself, fresh. */
    proof: () => phone.prove(door, paired.id, begun.serverKey),
  };
}

export function codeOf({ json }: Answer): unknown {
  return z.object({ code: z.string() }).safeParse(json).data?.code;
}
