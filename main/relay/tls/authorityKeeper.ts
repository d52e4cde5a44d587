import { type KeyObject, X509Certificate } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../../observability/log.ts";
import { writeFileAtomically } from "../../storage/writeFileAtomically.ts";
import { backdatedMs, day, earliestPlausible, leafDays } from "./certificateTimes.ts";
import { validityOf } from "./describeCertificate.ts";
import { type KeyStore, keyToPem, newKey, readCertificate, readKey } from "./keptKeys.ts";
import { type PermittedNames, permittedFor } from "./nameConstraints.ts";

export interface AuthorityDeps {
  readonly folder: string;
  readonly secrets: () => Promise<KeyStore>;
  readonly log: Log;
  readonly now: () => number;
  readonly addresses: () => readonly string[];
  /** This machine's own name in its network; null if it has none that a certificate could carry. */
  readonly machineName: () => string | null;
}

export interface Authority {
  readonly pem: string;
  readonly certificate: X509Certificate;
  readonly permitted: PermittedNames;
}

/** The app's own certificate authority: its certificate lies in the folder, its key in the keychain, read only to sign. */
export interface AuthorityKeeper {
  /** Made if there is none that is valid. `hostName` is what people will know it by. */
  open(hostName: string): Promise<Authority>;
  /** With its key; made anew if the keychain has lost that. */
  openToSign(hostName: string): Promise<Authority & { readonly key: KeyObject }>;
}

const authorityDays = 3652;
const keyName = "quarterdeck.tls-authority";

export function createAuthorityKeeper(deps: AuthorityDeps): AuthorityKeeper {
  const { log, now, secrets } = deps;
  const file = join(deps.folder, "authority.pem");
  let authority: Authority | null = null;

  const makeAnew = async (hostName: string): Promise<Authority & { readonly key: KeyObject }> => {
    const made = await make(file, hostName, deps);
    authority = made;
    return made;
  };
  const open = async (hostName: string): Promise<Authority> => {
    authority ??= await load(file);
    if (authority === null) return await makeAnew(hostName);
    if (isUsable(authority.certificate, now())) return authority;
    log.warn("The certificate authority is not valid now; a new one is made, which devices must trust anew");
    return await makeAnew(hostName);
  };
  return {
    open,
    openToSign: async (hostName) => {
      const opened = await open(hostName);
      const key = await readKey(await secrets(), keyName);
      if (key && opened.certificate.checkPrivateKey(key)) return { ...opened, key };
      log.warn("The key of the certificate authority is gone; a new one is made, which devices must trust anew");
      return await makeAnew(hostName);
    },
  };
}

async function make(file: string, hostName: string, deps: AuthorityDeps): Promise<Authority & { key: KeyObject }> {
  const { issueAuthority } = await import("./issueCertificates.ts");
  const key = newKey();
  const permitted = permittedFor(deps.machineName(), deps.addresses());
  const notBefore = deps.now() - backdatedMs;
  const pem = await issueAuthority({
    commonName: `Quarterdeck authority of ${hostName}`,
    key,
    permitted,
    notBefore: new Date(notBefore),
    notAfter: new Date(notBefore + authorityDays * day),
  });
  // The key first: a certificate without its key would be shown to devices and could sign nothing.
  await (await deps.secrets()).set(keyName, keyToPem(key));
  await mkdir(deps.folder, { recursive: true, mode: 0o700 });
  await writeFileAtomically(file, pem);
  const certificate = new X509Certificate(pem);
  deps.log.info("Made a certificate authority", { fingerprint: certificate.fingerprint256 });
  return { pem, certificate, permitted, key };
}

async function load(file: string): Promise<Authority | null> {
  const certificate = await readCertificate(file);
  if (!certificate) return null;
  const { permittedBy } = await import("./issueCertificates.ts");
  const pem = certificate.toString();
  const permitted = permittedBy(pem);
  return permitted && { pem, certificate, permitted };
}

/** A clock that cannot be right condemns no authority: devices would have to trust a new one for nothing. */
function isUsable(authority: X509Certificate, now: number): boolean {
  const { validFrom, validTo } = validityOf(authority);
  return now < earliestPlausible || (now >= validFrom && now < validTo - leafDays * day);
}
