import { chmod, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { day } from "./certificateTimes.ts";
import { readOwnFiles } from "./ownFiles.ts";
import { openssl, opensslCertificate, startCertificates } from "./tlsTestKit.ts";

type Files = Awaited<ReturnType<typeof opensslCertificate>>;
const isAuthority = ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"];

let folder: string;
let root: Files;
let middle: Files;
let server: Files;
let chain: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-files-"));
  root = await opensslCertificate(folder, "root", { extensions: isAuthority });
  middle = await opensslCertificate(folder, "middle", { signer: root, extensions: isAuthority });
  const extensions = ["subjectAltName=DNS:deck.example.org,DNS:*.deck.example.org,IP:10.0.0.7"];
  server = await opensslCertificate(folder, "server", { signer: middle, extensions });
  chain = await concatenated("chain", server.certificate, middle.certificate);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function concatenated(name: string, ...files: string[]): Promise<string> {
  const file = join(folder, `${name}.pem`);
  await writeFile(file, (await Promise.all(files.map((path) => readFile(path, "utf8")))).join(""));
  return file;
}
const read = (certificate: string, certificateKey: string, now = Date.now()) =>
  readOwnFiles({ certificate, certificateKey }, now);
const reasonOf = async (certificate: string, certificateKey: string, now = Date.now()) => {
  const error = await read(certificate, certificateKey, now).then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof AppError)) throw new Error(`Not refused: ${String(error)}`);
  expect(error.code).toBe("CERTIFICATE_INVALID");
  return error.details.reasonKey;
};

describe("the user's own files", () => {
  it("are taken with their chain, and described", async () => {
    const { info, chain: shown } = await read(chain, server.certificateKey);
    expect(info).toMatchObject({
      kind: "files",
      names: ["deck.example.org", "*.deck.example.org", "10.0.0.7"],
      issuer: "middle",
      authorityFingerprint: null,
    });
    expect(openssl("x509", "-in", server.certificate, "-noout", "-fingerprint", "-sha256")).toContain(info.fingerprint);
    expect(shown.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  it("may hold an RSA key, text around the blocks, parameters before the key, or a certificate that signs itself", async () => {
    const rsa = await opensslCertificate(folder, "rsa", { signer: root, key: "rsa" });
    expect((await read(rsa.certificate, rsa.certificateKey)).info.names).toEqual(["deck.example.org"]);
    const talkative = join(folder, "talkative.pem");
    await writeFile(talkative, `subject: somebody\n${await readFile(chain, "utf8")}the end\n`);
    const withParameters = join(folder, "parameters.key");
    const parameters = openssl("ecparam", "-name", "prime256v1");
    await writeFile(withParameters, `${parameters}${await readFile(server.certificateKey, "utf8")}`);
    expect((await read(talkative, withParameters)).info.issuer).toBe("middle");
    const own = await opensslCertificate(folder, "own", {
      extensions: ["subjectAltName=DNS:deck.example.org", "basicConstraints=CA:TRUE"],
    });
    expect((await read(own.certificate, own.certificateKey)).info.issuer).toBe("own");
  });

  it("are refused with the reason, in plain words and both languages", async () => {
    const garbage = join(folder, "garbage");
    await writeFile(garbage, "hello");
    const damaged = join(folder, "damaged");
    await writeFile(damaged, "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n");
    const huge = join(folder, "huge");
    await writeFile(huge, Buffer.alloc(1_100_000, "a"));
    const protectedKey = join(folder, "protected.key");
    openssl("pkcs8", "-topk8", "-in", server.certificateKey, "-passout", "pass:x", "-out", protectedKey);
    const nameless = await opensslCertificate(folder, "nameless", { extensions: ["basicConstraints=CA:FALSE"] });
    const key = server.certificateKey;
    expect(await reasonOf(chain, "")).toBe("one-path-missing");
    expect(await reasonOf(join(folder, "nowhere"), key)).toBe("unreadable");
    expect(await reasonOf(folder, key)).toBe("unreadable");
    expect(await reasonOf(huge, key)).toBe("too-large");
    expect(await reasonOf(garbage, key)).toBe("no-certificate");
    expect(await reasonOf(damaged, key)).toBe("damaged-certificate");
    expect(await reasonOf(chain, garbage)).toBe("no-key");
    expect(await reasonOf(chain, protectedKey)).toBe("key-has-password");
    expect(await reasonOf(chain, middle.certificateKey)).toBe("key-does-not-fit");
    expect(await reasonOf(await concatenated("gap", server.certificate, root.certificate), key)).toBe("chain-order");
    expect(await reasonOf(chain, key, Date.now() + 40 * day)).toBe("expired");
    expect(await reasonOf(chain, key, Date.now() - 2 * day)).toBe("not-yet-valid");
    expect(await reasonOf(nameless.certificate, nameless.certificateKey)).toBe("no-names");
    const error = await read(chain, key, Date.now() + 40 * day).catch((failure: unknown) => failure);
    if (!(error instanceof AppError)) throw new Error("Not refused");
    expect(error.toShape("en").userMessage).toMatch(
      /^The certificate can’t be used: “CN=server” expired on \d{4}-\d\d-\d\d\.$/,
    );
    expect(error.toShape("zh-CN").userMessage).toMatch(/^证书无法使用：“CN=server”已于 \d{4}-\d\d-\d\d 过期。$/);
  });

  it("are refused when they are an authority's", async () => {
    const extensions = [...isAuthority, "subjectAltName=DNS:deck.example.org"];
    const wrong = await opensslCertificate(folder, "wrong", { signer: root, extensions });
    expect(await reasonOf(wrong.certificate, wrong.certificateKey)).toBe("not-for-servers");
  });

  it("are refused when they may not be read", async (context) => {
    if (process.getuid?.() === 0) context.skip("root may read every file");
    const closed = await opensslCertificate(folder, "closed", { signer: root });
    await chmod(closed.certificateKey, 0);
    expect(await reasonOf(closed.certificate, closed.certificateKey)).toBe("unreadable");
  });
});

describe("files that are replaced", () => {
  /** As certbot and Caddy do: both are written beside the old ones and renamed over them. */
  async function place(target: string, files: Files): Promise<Files> {
    const placed = { certificate: join(target, "live.pem"), certificateKey: join(target, "live.key") };
    for (const which of ["certificateKey", "certificate"] as const) {
      await writeFile(`${placed[which]}.new`, await readFile(files[which]));
      await rename(`${placed[which]}.new`, placed[which]);
    }
    return placed;
  }

  it.each([
    ["seen by the watch", 600_000],
    ["seen by the poll where nothing is watched", 30],
  ])("are loaded, %s", async (_how, pollMs) => {
    const kit = await startCertificates({ pollMs });
    onTestFinished(() => kit[Symbol.asyncDispose]());
    kit.configure(await place(kit.folder, { ...server, certificate: chain }));
    const first = await kit.certificates.current();
    const changed = vi.fn();
    using _listening = kit.certificates.onChange(changed);
    const renewed = await opensslCertificate(kit.folder, "renewed", { signer: middle });
    await place(kit.folder, renewed);
    await vi.waitFor(() => expect(changed).toHaveBeenCalled(), 5000);
    const second = await kit.certificates.current();
    expect(second.info.fingerprint).not.toBe(first.info.fingerprint);
    expect(await kit.certificates.authority()).toBeNull();
  });

  it("leave the old one in force when they cannot be used, and say so once, and when all is well again", async () => {
    const onProblem = vi.fn();
    const kit = await startCertificates({ onProblem, pollMs: 20 });
    onTestFinished(() => kit[Symbol.asyncDispose]());
    const paths = await place(kit.folder, { ...server, certificate: chain });
    kit.configure(paths);
    const first = await kit.certificates.current();
    const changed = vi.fn();
    using _listening = kit.certificates.onChange(changed);
    await writeFile(paths.certificate, "half a certif");
    await vi.waitFor(() => expect(onProblem).toHaveBeenCalled(), 5000);
    expect(onProblem).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "CERTIFICATE_INVALID" }));
    expect(await kit.certificates.current()).toEqual(first);
    expect(changed).not.toHaveBeenCalled();
    await place(kit.folder, { ...server, certificate: chain });
    await vi.waitFor(() => expect(onProblem).toHaveBeenLastCalledWith(null), 5000);
    expect(onProblem).toHaveBeenCalledTimes(2);
  });

  it("are asked for again when they were broken from the beginning", async () => {
    const kit = await startCertificates({ pollMs: 20 });
    onTestFinished(() => kit[Symbol.asyncDispose]());
    const missing = { certificate: join(kit.folder, "live.pem"), certificateKey: join(kit.folder, "live.key") };
    await kit.certificates.current();
    kit.configure(missing);
    await expect(kit.certificates.current()).rejects.toMatchObject({ code: "CERTIFICATE_INVALID" });
    const changed = vi.fn();
    using _listening = kit.certificates.onChange(changed);
    await place(kit.folder, { ...server, certificate: chain });
    await vi.waitFor(() => expect(changed).toHaveBeenCalled(), 5000);
    expect((await kit.certificates.current()).info.kind).toBe("files");
    kit.configure({ certificate: "", certificateKey: "" });
    expect((await kit.certificates.current()).info.kind).toBe("own-authority");
  });
});
