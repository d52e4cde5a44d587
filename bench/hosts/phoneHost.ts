import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Connection, connect } from "#main/commandLine/client.ts";
import { pairPhones } from "../phones/pairPhones.ts";
import { connectPhone } from "../phones/phoneWire.ts";
import type { Host, PhoneAddress, Subject } from "./host.ts";
import { type QuarterdeckProcess, startQuarterdeck } from "./quarterdeckHost.ts";

/** A headless host with its listener for phones open, and somebody at this machine who may do everything. */
export interface PhoneHost extends Host {
  readonly address: PhoneAddress;
  readonly admin: Connection;
}

/** Quarterdeck's built headless host, reached as a paired phone reaches it: TLS, a proof for every connection. */
export function createPhoneSubject(program: string): PhoneSubject {
  const startHost = (phones = 1) => startPhoneHost(program, phones);
  return { name: "phone", side: "quarterdeck", startHost: () => startHost(), startPhoneHost: startHost };
}

export interface PhoneSubject extends Subject {
  /** The same with so many phones paired. */
  startPhoneHost(phones: number): Promise<PhoneHost>;
}

/** The subject as one of phones; throws for another one. */
export function asPhoneSubject(subject: Subject): PhoneSubject {
  if (!isPhoneSubject(subject)) throw new Error(`${subject.name} has no phones`);
  return subject;
}

function isPhoneSubject(subject: Subject): subject is PhoneSubject {
  return "startPhoneHost" in subject;
}

async function startPhoneHost(program: string, phones: number): Promise<PhoneHost> {
  const host = await startQuarterdeck(program, ["--lan", "--lan-port", "0"]);
  try {
    return await openPhoneHost(host, phones);
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
}

async function openPhoneHost(host: QuarterdeckProcess, count: number): Promise<PhoneHost> {
  const { lanUrl } = host.ready;
  if (typeof lanUrl !== "string") throw new Error("The ready line has no lanUrl");
  const port = Number(new URL(lanUrl).port);
  const authority = await readFile(join(host.dataFolder, "tls", "authority.pem"), "utf8");
  const place = { url: lanUrl, through: port, authority };
  const admin = await connect(host.control);
  const address: PhoneAddress = { kind: "phone", ...place, phones: await pairPhones(admin.client, place, count) };
  return {
    address,
    port,
    pid: host.pid,
    startMs: host.startMs,
    admin,
    connect: () => connectPhone(address),
    async [Symbol.asyncDispose]() {
      admin[Symbol.dispose]();
      await host[Symbol.asyncDispose]();
    },
  };
}
