import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * A home folder whose Chromium trusts this authority and nothing more than usual: the certificate goes into the NSS database that
 * Chromium reads, as a person installs it. Needs certutil (Debian: libnss3-tools).
 */
export async function createTrustedHome(folder: string, authorityPem: string): Promise<string> {
  const home = join(folder, "phone-home");
  const database = join(home, ".pki", "nssdb");
  await mkdir(database, { recursive: true });
  const file = join(home, "authority.pem");
  await writeFile(file, authorityPem);
  await run("certutil", ["-d", `sql:${database}`, "-N", "--empty-password"]);
  await run("certutil", ["-d", `sql:${database}`, "-A", "-t", "C,,", "-n", "Quarterdeck", "-i", file]);
  return home;
}
