import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkCertificate } from "./certificateCheck.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quarterdeck-check-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const none = { certificate: "", certificateKey: "" };
const dayMs = 86_400_000;

function makeCertificate(days: number) {
  const certificate = join(folder, "server.pem");
  const certificateKey = join(folder, "server.key");
  const subject = ["-subj", "/CN=deck.example.org", "-addext", "subjectAltName=DNS:deck.example.org"];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", `${days}`]
      .concat(["-addext", "basicConstraints=critical,CA:FALSE"])
      .concat(["-keyout", certificateKey, "-out", certificate, ...subject]),
    { stdio: "pipe" },
  );
  return { certificate, certificateKey };
}

describe("the check of the certificate for phones", () => {
  it("has nothing to say before phones were ever let in", async () => {
    expect(await checkCertificate(none, folder, Date.now())).toMatchObject({ state: "skipped" });
  });

  it("is fine with the app's own, and fails once that has expired", async () => {
    const { certificate } = makeCertificate(90);
    mkdirSync(join(folder, "tls"));
    execFileSync("cp", [certificate, join(folder, "tls", "leaf.pem")]);
    expect(await checkCertificate(none, folder, Date.now())).toMatchObject({ state: "ok" });
    expect(await checkCertificate(none, folder, Date.now() + 91 * dayMs)).toMatchObject({ state: "failed" });
  });

  it("warns two weeks before the user's own ends", async () => {
    const files = makeCertificate(60);
    expect(await checkCertificate(files, folder, Date.now())).toMatchObject({ state: "ok" });
    expect(await checkCertificate(files, folder, Date.now() + 50 * dayMs)).toMatchObject({ state: "warning" });
  });

  it("says in both languages why files cannot be used", async () => {
    const files = makeCertificate(60);
    writeFileSync(files.certificate, "nothing of the kind");
    const { state, detail } = await checkCertificate(files, folder, Date.now());
    expect(state).toBe("failed");
    expect(detail.en).toContain("holds no certificate");
    expect(detail["zh-CN"]).toContain("没有 PEM 格式的证书");
  });

  it("fails for a certificate without its key", async () => {
    const { certificate } = makeCertificate(60);
    expect(await checkCertificate({ certificate, certificateKey: "" }, folder, Date.now())).toMatchObject({
      state: "failed",
    });
  });
});
