import { execFile, spawnSync } from "node:child_process";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { silentLog } from "#main/observability/log.ts";
import { createTlsServer } from "#main/relay/tls/createTlsServer.ts";
import { issueLeaf } from "#main/relay/tls/issueCertificates.ts";
import { createPlainAnswers } from "#main/relay/tls/plainAnswers.ts";
import { startCertificates } from "#main/relay/tls/tlsTestKit.ts";
import { findChromium } from "../../electronHost/chromium/findChromium.ts";

const run = promisify(execFile);
const marker = "trusted without a question";

/** Two homes of a browser: one that was told to trust the authority, and one that was not. */
let folder: string;
let kit: Awaited<ReturnType<typeof startCertificates>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-nss-"));
  kit = await startCertificates();
  await kit.certificates.current();
});
afterAll(async () => {
  await kit[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function missing(): string | null {
  if (!existsSync(findChromium())) return "there is no Chromium";
  return spawnSync("certutil", ["-H"]).error ? "certutil (libnss3-tools) is not installed" : null;
}

async function homeOf(name: string, authority: string | null): Promise<string> {
  const home = join(folder, name);
  const database = join(home, ".pki", "nssdb");
  await mkdir(database, { recursive: true });
  await run("certutil", ["-d", `sql:${database}`, "-N", "--empty-password"]);
  if (authority === null) return home;
  const file = join(home, "authority.pem");
  await writeFile(file, authority);
  await run("certutil", ["-d", `sql:${database}`, "-A", "-t", "C,,", "-n", "Quarterdeck", "-i", file]);
  return home;
}

/** What a browser shows of an address. Names lead to this machine; nothing about certificates is switched off. */
async function shown(home: string, url: string): Promise<string> {
  const switches = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * 127.0.0.1",
    `--user-data-dir=${join(home, "profile")}`,
    "--dump-dom",
  ];
  const { stdout } = await run(findChromium(), [...switches, url], {
    env: { ...process.env, HOME: home },
    timeout: 60_000,
  });
  return stdout;
}

async function serve(certificate: { readonly chain: string; readonly key: string }) {
  const tls = createTlsServer({
    certificate,
    answerPlain: createPlainAnswers({ certificates: kit.certificates, check: () => {}, log: silentLog }),
  });
  tls.secure.on("request", (_request, response) => response.end(`<p>${marker}</p>`));
  const port = await tls.listen({ host: "127.0.0.1", port: 0 });
  return { port, [Symbol.asyncDispose]: () => tls[Symbol.asyncDispose]() };
}

function skipUnlessThere(context: TestContext): void {
  const reason = missing();
  if (reason !== null) context.skip(reason);
}

describe("a browser that was told to trust the authority", () => {
  it("opens the page by name and by address without a question; another browser does not", async (context) => {
    skipUnlessThere(context);
    const authority = await kit.certificates.authority();
    const trusting = await homeOf("trusting", authority?.pem ?? "");
    const other = await homeOf("other", null);
    await using server = await serve(await kit.certificates.current());
    const name = await kit.certificates.hostName();
    for (const host of ["localhost", `${name}.local`, "192.168.7.20", "desk-7.home.arpa"]) {
      expect(await shown(trusting, `https://${host}:${server.port}/`)).toContain(marker);
    }
    expect(await shown(other, `https://localhost:${server.port}/`)).not.toContain(marker);
    // Before that it finds, unencrypted, how to come to trust it.
    expect(await shown(other, `http://localhost:${server.port}/trust`)).toContain(authority?.fingerprint);
  }, 120_000);

  it("believes the authority nothing about other names, even with the authority's key", async (context) => {
    skipUnlessThere(context);
    const authority = (await kit.certificates.authority())?.pem ?? "";
    const trusting = await homeOf("limited", authority);
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const stolen = createPrivateKey(kit.kept.get("quarterdeck.tls-authority") ?? "");
    const certificateFor = async (name: string) => {
      const pem = await issueLeaf({
        authority: { pem: authority, key: stolen },
        key: privateKey,
        commonName: name,
        names: [name],
        notBefore: new Date(Date.now() - 3_600_000),
        notAfter: new Date(Date.now() + 86_400_000),
      });
      return { chain: pem, key: privateKey.export({ format: "pem", type: "pkcs8" }).toString() };
    };
    for (const [name, isBelieved] of [
      ["any.local", true],
      ["bank.example", false],
      ["8.8.8.8", false],
    ] as const) {
      await using server = await serve(await certificateFor(name));
      const page = await shown(trusting, `https://${name}:${server.port}/`);
      expect([name, page.includes(marker)]).toEqual([name, isBelieved]);
    }
  }, 120_000);
});
