import { type KeyObject, X509Certificate } from "node:crypto";
import { join } from "node:path";
import { writeFileAtomically } from "../../storage/writeFileAtomically.ts";
import { canonicalName } from "./addressBytes.ts";
import { type AuthorityDeps, createAuthorityKeeper } from "./authorityKeeper.ts";
import { backdatedMs, day, earliestPlausible, leafDays } from "./certificateTimes.ts";
import type { ListenerCertificate } from "./contract.ts";
import { describeCertificate, namesOf, validityOf } from "./describeCertificate.ts";
import { keyToPem, newKey, readCertificate, readKey } from "./keptKeys.ts";
import { isPermitted, type PermittedNames } from "./nameConstraints.ts";

export interface OwnAuthority {
  /** A certificate for `<hostName>.local`, this machine's name and its addresses: the kept one while it is good, else a new one. */
  certificate(hostName: string): Promise<ListenerCertificate>;
  /** Made if there is none. */
  authority(hostName: string): Promise<{ readonly pem: string; readonly fingerprint: string }>;
}

interface Leaf {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

const keyName = "quarterdeck.tls-leaf";

/**
 * The certificate that the app's own authority signs for this machine. What does not fit together any more (a vault that was
 * deleted) is made anew. Both throw KEYCHAIN_FAILED, STORAGE_FAILED, DISK_FULL.
 */
export function createOwnAuthority(deps: AuthorityDeps): OwnAuthority {
  const { now } = deps;
  const keeper = createAuthorityKeeper(deps);
  const file = join(deps.folder, "leaf.pem");
  let leaf: Leaf | null = null;

  const isGood = ({ certificate }: Leaf, authority: X509Certificate, names: readonly string[]): boolean =>
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey) &&
    !isDue(certificate, now()) &&
    coversAll(certificate, names);

  return {
    certificate: async (hostName) => {
      const { certificate, permitted } = await keeper.open(hostName);
      leaf ??= await load(file, deps);
      if (!leaf || !isGood(leaf, certificate, wantedNames(hostName, permitted, deps))) {
        leaf = await make(file, leaf?.key ?? null, { ...deps, hostName, signer: await keeper.openToSign(hostName) });
      }
      const signer = await keeper.open(hostName);
      return {
        chain: `${leaf.certificate.toString()}${signer.pem}`,
        key: keyToPem(leaf.key),
        info: describeCertificate(leaf.certificate, signer.certificate),
      };
    },
    authority: async (hostName) => {
      const { pem, certificate } = await keeper.open(hostName);
      return { pem, fingerprint: certificate.fingerprint256 };
    },
  };
}

interface MakeDeps extends AuthorityDeps {
  readonly hostName: string;
  readonly signer: Awaited<ReturnType<ReturnType<typeof createAuthorityKeeper>["openToSign"]>>;
}

async function make(file: string, keptKey: KeyObject | null, deps: MakeDeps): Promise<Leaf> {
  const { hostName, log, now, signer } = deps;
  const { issueLeaf } = await import("./issueCertificates.ts");
  const store = await deps.secrets();
  const kept = keptKey ?? (await readKey(store, keyName));
  const key = kept ?? newKey();
  const limits = validityOf(signer.certificate);
  const notBefore = Math.max(now() - backdatedMs, limits.validFrom);
  const notAfter = Math.min(notBefore + leafDays * day, limits.validTo);
  const names = wantedNames(hostName, signer.permitted, deps);
  const pem = await issueLeaf({
    authority: signer,
    key,
    commonName: `${hostName}.local`,
    names,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
  });
  if (!kept) await store.set(keyName, keyToPem(key));
  await writeFileAtomically(file, pem);
  log.info("Made a certificate for the relay", { names, validTo: new Date(notAfter).toISOString() });
  return { certificate: new X509Certificate(pem), key };
}

async function load(file: string, { secrets }: AuthorityDeps): Promise<Leaf | null> {
  const certificate = await readCertificate(file);
  const key = certificate && (await readKey(await secrets(), keyName));
  return certificate && key && certificate.checkPrivateKey(key) ? { certificate, key } : null;
}

function wantedNames(hostName: string, permitted: PermittedNames, deps: AuthorityDeps): string[] {
  const machine = deps.machineName();
  const own = [`${hostName}.local`, "localhost", ...(machine === null ? [] : [machine]), ...deps.addresses()];
  const names = own.map((name) => name.split("%")[0] ?? name);
  // One that the authority may not vouch for would make the whole certificate worthless.
  const allowed = names.filter((name) => isPermitted(name, permitted));
  return [...new Map(allowed.map((name) => [canonicalName(name), name])).values()];
}

/** Whether a certificate's last third has begun, or the clock has jumped before its time. One that cannot be right says nothing. */
function isDue(certificate: X509Certificate, now: number): boolean {
  const { validFrom, validTo } = validityOf(certificate);
  if (now < earliestPlausible) return false;
  return now < validFrom || now >= validTo - (validTo - validFrom) / 3;
}

/** A name too many does no harm: an address that comes and goes makes no new certificate each time. */
function coversAll(certificate: X509Certificate, names: readonly string[]): boolean {
  const covered = new Set(namesOf(certificate).map(canonicalName));
  return names.every((name) => covered.has(canonicalName(name)));
}
