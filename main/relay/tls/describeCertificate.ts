import type { X509Certificate } from "node:crypto";
import { isIPv6 } from "node:net";
import type { RelayCertificate } from "#shared/contract/relay.ts";

/** What people are shown of a certificate. */
export function describeCertificate(certificate: X509Certificate, authority: X509Certificate | null): RelayCertificate {
  return {
    kind: authority ? "own-authority" : "files",
    names: namesOf(certificate),
    issuer: commonNameOf(certificate.issuer),
    ...validityOf(certificate),
    fingerprint: certificate.fingerprint256,
    authorityFingerprint: authority?.fingerprint256 ?? null,
  };
}

/** From and until when, in milliseconds since the epoch. */
export function validityOf({ validFrom, validTo }: X509Certificate): { validFrom: number; validTo: number } {
  return { validFrom: Date.parse(validFrom), validTo: Date.parse(validTo) };
}

/** The host names and addresses of the certificate. Common names are not among them: no browser looks at those. */
export function namesOf({ subjectAltName }: X509Certificate): string[] {
  // `DNS:a.local, IP Address:10.0.0.1`; a name with odd characters is quoted, and no name for us.
  const entries = subjectAltName?.split(", ") ?? [];
  return entries.flatMap((entry) => {
    const name = /^(?:DNS|IP Address):([^"\s]+)$/.exec(entry)?.[1];
    return name === undefined ? [] : [isIPv6(name) ? shortened(name) : name];
  });
}

/** OpenSSL writes all eight groups; people and browsers do not. */
function shortened(address: string): string {
  return URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? address;
}

/** `CN` of a name that is written as lines of `key=value`; all of it if there is none. */
function commonNameOf(name: string): string {
  return /^CN=(.+)$/m.exec(name)?.[1] ?? name.replaceAll("\n", ", ");
}
