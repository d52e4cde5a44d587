import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import type { Log } from "../../observability/log.ts";
import { writeFileAtomically } from "../../storage/writeFileAtomically.ts";
import { canonicalName } from "./addressBytes.ts";
import type { ListenerCertificate } from "./contract.ts";
import { describeCertificate, namesOf, validityOf } from "./describeCertificate.ts";
import { isPermitted, type PermittedNames, permittedFor } from "./nameConstraints.ts";
import { readIfThere } from "./readIfThere.ts";

export interface KeyStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<unknown>;
}

export interface OwnAuthorityDeps {
  readonly folder: string;
  readonly secrets: () => Promise<KeyStore>;
  readonly log: Log;
  readonly now: () => number;
  readonly addresses: () => readonly string[];
  /** This machine's own name in its network; null if it has none that a certificate could carry. */
  readonly machineName: () => string | null;
}

export interface OwnAuthority {
  /** A certificate for `<hostName>.local`, this machine's name and its addresses: the kept one while it is good, else a new one. */
  certificate(hostName: string): Promise<ListenerCertificate>;
  /** Made if there is none. */
  authority(hostName: string): Promise<{ readonly pem: string; readonly fingerprint: string }>;
}

const day = 86_400_000;
const authorityDays = 3652;
/** A certificate of three months bounds the harm of a stolen key; browsers allow 398 days. */
const leafDays = 90;
/** Devices whose clock is a little behind must not refuse a fresh certificate. */
const backdatedMs = day;
/** Before the first release no clock was right: a machine whose battery is empty starts in 1970. */
const earliestPlausible = Date.UTC(2026, 0, 1);

const authorityKeyName = "quarterdeck.tls-authority";
const leafKeyName = "quarterdeck.tls-leaf";

interface Authority {
  readonly pem: string;
  readonly certificate: X509Certificate;
  readonly permitted: PermittedNames;
}

interface Leaf {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/**
 * The app's own certificate authority and the certificate it signs. Public parts lie in the folder, keys in the keychain; the
 * authority's key is read only to sign. What does not fit together any more (a vault that was deleted) is made anew.
 */
export function createOwnAuthority(deps: OwnAuthorityDeps): OwnAuthority {
  const { folder, log, now, secrets } = deps;
  const authorityFile = join(folder, "authority.pem");
  const leafFile = join(folder, "leaf.pem");
  let authority: Authority | undefined;
  let leaf: Leaf | undefined;

  const openAuthority = async (hostName: string): Promise<Authority> => {
    authority ??= (await loadAuthority(authorityFile)) ?? undefined;
    if (authority && isUsable(authority.certificate, now())) return authority;
    if (authority)
      log.warn("The certificate authority is not valid now; a new one is made, which devices must trust anew");
    authority = await makeAuthority(hostName);
    return authority;
  };

  const makeAuthority = async (hostName: string): Promise<Authority> => {
    const { issueAuthority } = await import("./issueCertificates.ts");
    const key = newKey();
    const permitted = permittedFor(deps.machineName(), deps.addresses());
    const notBefore = now() - backdatedMs;
    const pem = await issueAuthority({
      commonName: `Quarterdeck authority of ${hostName}`,
      key,
      permitted,
      notBefore: new Date(notBefore),
      notAfter: new Date(notBefore + authorityDays * day),
    });
    // The key first: a certificate without its key would be shown to devices and could sign nothing.
    await (await secrets()).set(authorityKeyName, pemOf(key));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFileAtomically(authorityFile, pem);
    const certificate = new X509Certificate(pem);
    log.info("Made a certificate authority", { fingerprint: certificate.fingerprint256 });
    return { pem, certificate, permitted };
  };

  const authorityToSign = async (hostName: string): Promise<Authority & { readonly key: KeyObject }> => {
    const opened = await openAuthority(hostName);
    const key = parseKey(await (await secrets()).get(authorityKeyName));
    if (key && opened.certificate.checkPrivateKey(key)) return { ...opened, key };
    log.warn("The key of the certificate authority is gone; a new one is made, which devices must trust anew");
    authority = await makeAuthority(hostName);
    const made = parseKey(await (await secrets()).get(authorityKeyName));
    if (!made) throw new Error("The key that was just kept cannot be read");
    return { ...authority, key: made };
  };

  const loadLeaf = async (): Promise<Leaf | undefined> => {
    const certificate = parseCertificate(await readIfThere(leafFile));
    const key = certificate && parseKey(await (await secrets()).get(leafKeyName));
    return certificate && key && certificate.checkPrivateKey(key) ? { certificate, key } : undefined;
  };

  const makeLeaf = async (hostName: string): Promise<Leaf> => {
    const { issueLeaf } = await import("./issueCertificates.ts");
    const signer = await authorityToSign(hostName);
    const store = await secrets();
    const key = leaf?.key ?? parseKey(await store.get(leafKeyName)) ?? newKey();
    const notBefore = Math.max(now() - backdatedMs, validityOf(signer.certificate).validFrom);
    const notAfter = Math.min(notBefore + leafDays * day, validityOf(signer.certificate).validTo);
    const names = wantedNames(hostName, signer.permitted);
    const pem = await issueLeaf({
      authority: signer,
      key,
      commonName: `${hostName}.local`,
      names,
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
    });
    await store.set(leafKeyName, pemOf(key));
    await writeFileAtomically(leafFile, pem);
    log.info("Made a certificate for the relay", { names, validTo: new Date(notAfter).toISOString() });
    return { certificate: new X509Certificate(pem), key };
  };

  const wantedNames = (hostName: string, permitted: PermittedNames): string[] => {
    const machine = deps.machineName();
    const own = [`${hostName}.local`, "localhost", ...(machine === null ? [] : [machine]), ...deps.addresses()];
    const names = own.map((name) => name.split("%")[0] ?? name);
    // One that the authority may not vouch for would make the whole certificate worthless.
    const allowed = names.filter((name) => isPermitted(name, permitted));
    return [...new Map(allowed.map((name) => [canonicalName(name), name])).values()];
  };

  return {
    certificate: async (hostName) => {
      const opened = await openAuthority(hostName);
      leaf ??= await loadLeaf();
      const isGood =
        leaf !== undefined &&
        isIssuedBy(leaf.certificate, opened.certificate) &&
        !isDue(leaf.certificate, now()) &&
        coversAll(leaf.certificate, wantedNames(hostName, opened.permitted));
      if (!leaf || !isGood) leaf = await makeLeaf(hostName);
      const signer = await openAuthority(hostName);
      return {
        chain: `${leaf.certificate.toString()}${signer.certificate.toString()}`,
        key: pemOf(leaf.key),
        info: describeCertificate(leaf.certificate, signer.certificate),
      };
    },
    authority: async (hostName) => {
      const { pem, certificate } = await openAuthority(hostName);
      return { pem, fingerprint: certificate.fingerprint256 };
    },
  };
}

/** Whether a certificate's last third has begun, or the clock is outside of its time altogether. */
export function isDue(certificate: X509Certificate, now: number): boolean {
  const { validFrom, validTo } = validityOf(certificate);
  return now < validFrom || now >= validTo - (validTo - validFrom) / 3;
}

/** A clock that cannot be right condemns no authority: devices would have to trust a new one for nothing. */
function isUsable(authority: X509Certificate, now: number): boolean {
  const { validFrom, validTo } = validityOf(authority);
  return now < earliestPlausible || (now >= validFrom && now < validTo - leafDays * day);
}

function isIssuedBy(leaf: X509Certificate, authority: X509Certificate): boolean {
  return leaf.checkIssued(authority) && leaf.verify(authority.publicKey);
}

/** A name too many does no harm: an address that comes and goes makes no new certificate each time. */
function coversAll(certificate: X509Certificate, names: readonly string[]): boolean {
  const covered = new Set(namesOf(certificate).map(canonicalName));
  return names.every((name) => covered.has(canonicalName(name)));
}

async function loadAuthority(file: string): Promise<Authority | null> {
  const certificate = parseCertificate(await readIfThere(file));
  if (!certificate) return null;
  const { permittedBy } = await import("./issueCertificates.ts");
  const pem = certificate.toString();
  const permitted = permittedBy(pem);
  return permitted && { pem, certificate, permitted };
}

/** A file that a person damaged is as good as none. */
function parseCertificate(pem: string | null): X509Certificate | null {
  if (pem === null) return null;
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function parseKey(pem: string | null): KeyObject | null {
  if (pem === null) return null;
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

function pemOf(key: KeyObject): string {
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

/**
 * This machine's name as the authority may vouch for it; null for what is no host name. One label of letters alone is left out: it
 * could be a top-level domain (`dev`), and permitting it would permit everything below.
 */
export function certifiableName(name: string): string | null {
  const lower = name.toLowerCase().replace(/\.$/, "");
  const isName =
    lower.length <= 253 && lower.split(".").every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (!isName || isIP(lower) !== 0) return null;
  return /^[a-z]+$|^xn--[^.]+$|^\d+$/.test(lower) ? null : lower;
}
