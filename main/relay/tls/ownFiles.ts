import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { open } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { certificateInvalid } from "./certificateInvalid.ts";
import type { ListenerCertificate } from "./contract.ts";
import { describeCertificate, namesOf, validityOf } from "./describeCertificate.ts";

export interface CertificatePaths {
  readonly certificate: string;
  readonly certificateKey: string;
}

/** Far above any chain; who names another file by mistake does not fill the memory. */
const maximumBytes = 1_048_576;

/** Reads the user's own certificate. Throws CERTIFICATE_INVALID, which says what is wrong with the files. `now` as of `Date.now()`. */
export async function readOwnFiles(paths: CertificatePaths, now: number): Promise<ListenerCertificate> {
  const { certificate: chainPath, certificateKey: keyPath } = paths;
  if (chainPath === "" || keyPath === "") throw certificateInvalid("one-path-missing");
  const chain = parseChain(await read(chainPath), chainPath);
  const [leaf] = chain;
  const key = parseKey(await read(keyPath), keyPath);
  if (!leaf.checkPrivateKey(key)) throw certificateInvalid("key-does-not-fit");
  checkLeaf(leaf);
  checkChain(chain, now);
  const certificate = {
    chain: chain.map((one) => one.toString()).join(""),
    key: key.export({ format: "pem", type: "pkcs8" }).toString(),
    info: describeCertificate(leaf, null),
  };
  try {
    createSecureContext({ cert: certificate.chain, key: certificate.key, minVersion: "TLSv1.2" });
  } catch (error) {
    throw certificateInvalid("unusable-key", { cause: messageOf(error) }, error);
  }
  return certificate;
}

async function read(path: string): Promise<string> {
  try {
    await using file = await open(path, "r");
    const buffer = Buffer.alloc(maximumBytes + 1);
    let length = 0;
    for (let bytesRead = -1; bytesRead !== 0 && length < buffer.length; length += bytesRead) {
      ({ bytesRead } = await file.read(buffer, length, buffer.length - length));
    }
    if (length > maximumBytes) throw certificateInvalid("too-large", { file: path });
    return buffer.toString("latin1", 0, length);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code !== "CERTIFICATE_INVALID") {
      throw certificateInvalid("unreadable", { file: path, cause: String(error.code) }, error);
    }
    throw error;
  }
}

function parseChain(text: string, file: string): [X509Certificate, ...X509Certificate[]] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const [leaf, ...others] = blocks.map((block) => new X509Certificate(block));
    if (leaf) return [leaf, ...others];
  } catch (error) {
    throw certificateInvalid("damaged-certificate", { file }, error);
  }
  throw certificateInvalid("no-certificate", { file });
}

function parseKey(text: string, file: string): KeyObject {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    throw certificateInvalid("key-has-password", { file });
  }
  // A file may begin with parameters (`openssl ecparam -genkey`), which the parser would stop at.
  const block = /-----BEGIN ((?:EC |RSA )?PRIVATE KEY)-----[^-]+-----END \1-----/.exec(text)?.[0];
  try {
    return createPrivateKey(block ?? "");
  } catch (error) {
    throw certificateInvalid("no-key", { file }, error);
  }
}

function checkLeaf(leaf: X509Certificate): void {
  if (namesOf(leaf).length === 0) throw certificateInvalid("no-names");
  // A certificate that signs itself may well be marked as its own authority; one that another signed may not.
  if (leaf.ca && leaf.subject !== leaf.issuer) throw certificateInvalid("not-for-servers");
}

function checkChain(chain: readonly X509Certificate[], now: number): void {
  for (const [index, certificate] of chain.entries()) {
    const subject = oneLine(certificate.subject);
    const { validFrom, validTo } = validityOf(certificate);
    if (now >= validTo) throw certificateInvalid("expired", { subject, date: dateOf(validTo) });
    if (now < validFrom) throw certificateInvalid("not-yet-valid", { subject, date: dateOf(validFrom) });
    const next = chain[index + 1];
    if (next && !(certificate.checkIssued(next) && certificate.verify(next.publicKey))) {
      throw certificateInvalid("chain-order", { subject, issuer: oneLine(certificate.issuer) });
    }
  }
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function oneLine(name: string): string {
  return name.replaceAll("\n", ", ");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
