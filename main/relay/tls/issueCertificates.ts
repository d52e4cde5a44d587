// The library decorates its classes with it; it must be there first.
import "reflect-metadata";
import { type KeyObject, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { decodeNameConstraints, encodeNameConstraints, type PermittedNames } from "./nameConstraints.ts";

/*
 * Signs certificates. Imported when one is needed and not before: the library costs some megabytes and milliseconds that nobody
 * pays whose relay is off.
 */

interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface AuthorityRequest extends Validity {
  readonly commonName: string;
  readonly key: KeyObject;
  readonly permitted: PermittedNames;
}

export interface LeafRequest extends Validity {
  readonly authority: { readonly pem: string; readonly key: KeyObject };
  readonly key: KeyObject;
  readonly commonName: string;
  /** Host names and addresses. */
  readonly names: readonly string[];
}

const nameConstraintsOid = "2.5.29.30";
const organization = "Quarterdeck";
const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;
const signingAlgorithm = { name: "ECDSA", hash: "SHA-256" } as const;

/** A certificate that signs itself, as PEM: for servers alone, and within its name constraints. */
export async function issueAuthority({ commonName, key, permitted, ...validity }: AuthorityRequest): Promise<string> {
  const keys = await keyPair(key);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name: subject(commonName),
    keys,
    signingAlgorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new Extension(nameConstraintsOid, true, encodeNameConstraints(permitted)),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return pemOf(certificate);
}

/** A server's certificate, signed by the authority, as PEM. */
export async function issueLeaf({ authority, key, commonName, names, ...validity }: LeafRequest): Promise<string> {
  const issuer = new X509Certificate(authority.pem);
  const { publicKey } = await keyPair(key);
  const certificate = await X509CertificateGenerator.create({
    ...validity,
    serialNumber: serialNumber(),
    subject: subject(commonName),
    issuer: issuer.subjectName,
    publicKey,
    signingKey: (await keyPair(authority.key)).privateKey,
    signingAlgorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value })),
      ),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return pemOf(certificate);
}

/** What an authority's certificate permits; null if it is not one of ours. */
export function permittedBy(pem: string): PermittedNames | null {
  const extension = new X509Certificate(pem).getExtension(nameConstraintsOid);
  return extension ? decodeNameConstraints(new Uint8Array(extension.value)) : null;
}

function subject(commonName: string): { [type: string]: string[] }[] {
  return [{ O: [organization] }, { CN: [commonName] }];
}

/** 16 bytes, positive and not beginning with a zero: within the 20 that RFC 5280 allows. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

async function keyPair(key: KeyObject): Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> {
  const { d, ...open } = key.export({ format: "jwk" });
  const publicJwk = { kty: "EC", crv: open.crv ?? "", x: open.x ?? "", y: open.y ?? "" };
  const { subtle } = globalThis.crypto;
  return {
    privateKey: await subtle.importKey("jwk", { ...publicJwk, d: d ?? "" }, algorithm, false, ["sign"]),
    publicKey: await subtle.importKey("jwk", publicJwk, algorithm, true, ["verify"]),
  };
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString("pem").trimEnd()}\n`;
}
