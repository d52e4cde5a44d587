import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import { defaultConfiguration } from "#shared/configuration/configurationSchema.ts";
import { silentLog } from "../../observability/log.ts";
import { type CertificatesDeps, createCertificates } from "./createCertificates.ts";

/** The real certificates over a folder, a keychain in memory, a clock and addresses that the test turns. */
export async function startCertificates(options: Partial<CertificatesDeps> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-tls-"));
  const kept = new Map<string, string>();
  const settingsListeners = new Set<() => void>();
  const state = {
    now: Date.now(),
    addresses: ["127.0.0.1", "192.168.7.20"] as readonly string[],
    settings: defaultConfiguration().relay,
  };
  const open = () =>
    createCertificates({
      folder: join(folder, "tls"),
      secrets: async () => ({
        get: async (name) => kept.get(name) ?? null,
        set: async (name, value) => kept.set(name, value),
      }),
      settings: {
        current: () => state.settings,
        onChange: (listener) => {
          settingsListeners.add(listener);
          return { [Symbol.dispose]: () => void settingsListeners.delete(listener) };
        },
      },
      log: silentLog,
      now: () => state.now,
      addresses: () => state.addresses,
      machineName: () => "desk-7.home.arpa",
      pollMs: 20,
      ...options,
    });
  return {
    folder,
    kept,
    state,
    /** Another one over the same data, as after a restart. */
    open,
    certificates: open(),
    configure: (settings: Partial<ConfigurationValues["relay"]>) => {
      state.settings = { ...state.settings, ...settings };
      for (const listener of settingsListeners) listener();
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Judges what we make, and makes what others would. */
const judge = "openssl";

/** Runs openssl; throws with what it said when it fails. */
export function openssl(...words: string[]): string {
  return execFileSync(judge, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** A certificate with its key that openssl made: self-signed, or signed by another one of these. */
export async function opensslCertificate(
  folder: string,
  name: string,
  { signer, extensions = ["subjectAltName=DNS:deck.example.org"], days = 30, key = "ec" }: OpensslOptions = {},
) {
  const certificate = join(folder, `${name}.pem`);
  const certificateKey = join(folder, `${name}.key`);
  const newKey = key === "ec" ? ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] : ["-newkey", "rsa:2048"];
  const request = join(folder, `${name}.csr`);
  openssl("req", "-new", "-nodes", ...newKey, "-keyout", certificateKey, "-subj", `/CN=${name}`, "-out", request);
  const config = join(folder, `${name}.cnf`);
  await writeFile(config, `${extensions.join("\n")}\n`);
  const by = signer ? ["-CA", signer.certificate, "-CAkey", signer.certificateKey] : ["-signkey", certificateKey];
  openssl("x509", "-req", "-in", request, ...by, "-days", String(days), "-extfile", config, "-out", certificate);
  return { certificate, certificateKey };
}

interface OpensslOptions {
  readonly signer?: { readonly certificate: string; readonly certificateKey: string };
  readonly extensions?: readonly string[];
  readonly days?: number;
  readonly key?: "ec" | "rsa";
}
