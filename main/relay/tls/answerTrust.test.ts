import { createHash, X509Certificate } from "node:crypto";
import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { answerTrust } from "./answerTrust.ts";
import { startCertificates } from "./tlsTestKit.ts";

async function start({ withFiles = false } = {}) {
  const kit = await startCertificates();
  if (withFiles) kit.configure({ certificate: "/a", certificateKey: "/b", name: "bridge" });
  const { certificates } = kit;
  const server = createServer((request, response) => {
    answerTrust(request, response, certificates).then(
      (isAnswered) => isAnswered || response.writeHead(418).end(),
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.close();
    await kit[Symbol.asyncDispose]();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen");
  const get = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${address.port}${path}`, init);
  return { get, certificates, port: address.port };
}

describe("the trust pages", () => {
  it("give the authority in each form a device takes", async () => {
    const { certificates, get } = await start();
    const authority = await certificates.authority();
    const pem = await get("/trust/authority.pem");
    expect(await pem.text()).toBe(authority?.pem);
    const crt = await get("/trust/authority.crt");
    expect(crt.headers.get("content-type")).toBe("application/x-x509-ca-cert");
    const der = Buffer.from(await crt.arrayBuffer());
    expect(new X509Certificate(der).fingerprint256).toBe(authority?.fingerprint);
    const profile = await get("/trust/authority.mobileconfig");
    expect(profile.headers.get("content-type")).toBe("application/x-apple-aspen-config");
    const text = await profile.text();
    const data = /<data>([^<]+)<\/data>/.exec(text)?.[1] ?? "";
    expect(Buffer.from(data, "base64")).toEqual(der);
    const uuids = text.match(/<string>[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-A[0-9A-F]{3}-[0-9A-F]{12}<\/string>/g);
    expect(new Set(uuids).size).toBe(2);
    expect(await (await get("/trust/authority.mobileconfig")).text()).toBe(text);
  });

  it("explain, in the browser's language or the chosen one, and show the fingerprint and where to go", async () => {
    const { certificates, get, port } = await start();
    const authority = await certificates.authority();
    const name = `${await certificates.hostName()}.local`;
    const page = async (path: string, language: string) => {
      const response = await get(path, { headers: { "accept-language": language } });
      return { response, html: await response.text() };
    };
    const english = await page("/trust", "en-GB,zh;q=0.5");
    expect(english.html).toContain('<html lang="en">');
    for (const system of ["iPhone and iPad", "Android", "Linux", "macOS", "Windows", "Firefox"]) {
      expect(english.html).toContain(system);
    }
    for (const [path, language] of [
      ["/trust", "zh-TW,zh;q=0.9,en;q=0.8"],
      ["/trust?language=zh-CN", "en"],
    ] as const) {
      const chinese = await page(path, language);
      expect(chinese.html).toContain('<html lang="zh-CN">');
      expect(chinese.html).toContain(authority?.fingerprint);
      expect(chinese.html).toContain(`<a href="https://${name}:${port}/">`);
    }
    expect((await page("/trust?language=zh-CN", "")).html).toContain('href="/trust?language=en"');
  });

  it("load nothing, run nothing, and allow their own style alone", async () => {
    const { get } = await start();
    const response = await get("/trust");
    const html = await response.text();
    expect(html).not.toMatch(/<script|\ssrc=|\son\w+=|url\(/i);
    const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("say that there is nothing to install with the user's own certificate", async () => {
    const { get } = await start({ withFiles: true });
    expect(await (await get("/trust")).text()).toContain("There is nothing to install");
    expect((await get("/trust/authority.pem")).status).toBe(404);
  });

  it("answer nothing but these", async () => {
    const { get } = await start();
    for (const path of ["/", "/trust/", "/trust/other", "/trusted", "/trust%2fauthority.pem"]) {
      expect([path, (await get(path)).status]).toEqual([path, 418]);
    }
    expect((await get("/trust", { method: "POST" })).status).toBe(418);
    const head = await get("/trust", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(1000);
  });
});
