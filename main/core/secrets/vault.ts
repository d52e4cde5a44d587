import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { chmod, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Log } from "../../observability/log.ts";
import { fileTime } from "../../storage/fileTime.ts";
import { toStorageError } from "../../storage/storageError.ts";
import { writeFileAtomically } from "../../storage/writeFileAtomically.ts";

/** Where a secret is: here, or in the keychain under its name. */
type VaultEntry = { readonly kind: "value"; readonly value: string } | { readonly kind: "in-keychain" };

const entriesSchema = z.record(
  z.string(),
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("value"), value: z.string() }),
    z.object({ kind: z.literal("in-keychain") }),
  ]),
);
const fileSchema = z.object({ version: z.literal(1), installation: z.uuid(), nonce: z.base64(), data: z.base64() });

interface Contents {
  readonly installation: string;
  readonly entries: Readonly<Record<string, VaultEntry>>;
}

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Secrets in an encrypted file, for machines without a keychain, and the list of those that are in the keychain.
 *
 * What it is worth: `secrets.vault` is AES-256-GCM under a random key that lies in `secrets.key` beside it, both readable by the
 * user alone. So a vault that is copied, backed up, synchronised or attached to a report *without* the key tells nothing, a
 * search through files finds no secret, other users of the machine get nothing, and a changed file is noticed. It does not
 * protect against programs that run as the same user, against root, or against someone who has the whole data folder: the
 * program must be able to open it without asking, and so can they. Only a keychain that asks for a password does better.
 */
export interface Vault {
  /** Names this data folder's secrets in the keychain, which several data folders share. */
  installation(): Promise<string>;
  get(name: string): Promise<VaultEntry | null>;
  /** Every secret's name, in order, and where it is. */
  list(): Promise<readonly { readonly name: string; readonly kind: VaultEntry["kind"] }[]>;
  /** Puts an entry in place, or takes it out with null. It lasts when this answers. */
  put(name: string, entry: VaultEntry | null): Promise<void>;
}

/** Opens the vault of a data folder; nothing is written before the first entry. Calls throw DISK_FULL, STORAGE_FAILED. */
export function openVault(dataFolder: string, log: Log): Vault {
  const vaultFile = join(dataFolder, "secrets.vault");
  const keyFile = join(dataFolder, "secrets.key");
  let fresh: Contents = { installation: randomUUID(), entries: {} };
  /** Reading, changing and writing are one step: each waits for the one before it. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(step: () => Promise<Result>): Promise<Result> => {
    const result = last.then(step);
    // Whoever asked gets the error; the next step begins in any case.
    last = result.catch(() => {});
    return result;
  };

  async function read(): Promise<Contents> {
    const text = await readIfThere(vaultFile);
    if (text === null) return fresh;
    const contents = open(text, await readIfThere(keyFile));
    if (contents) return contents;
    const kept = `${vaultFile}.damaged-${fileTime(new Date())}`;
    await rename(vaultFile, kept);
    log.error(
      "The secrets vault cannot be opened with its key; it was set aside, and the secrets in it must be entered again",
      { kept },
    );
    fresh = { installation: randomUUID(), entries: {} };
    return fresh;
  }

  async function write(contents: Contents): Promise<void> {
    await writeFileAtomically(vaultFile, seal(contents, await keyFor(keyFile)));
  }

  return {
    installation: () => inTurn(async () => (await read()).installation),
    get: (name) =>
      inTurn(async () => {
        const { entries } = await read();
        return Object.hasOwn(entries, name) ? (entries[name] ?? null) : null;
      }),
    list: () =>
      inTurn(async () => {
        const { entries } = await read();
        return Object.entries(entries)
          .map(([name, { kind }]) => ({ name, kind }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      }),
    put: (name, entry) =>
      inTurn(async () => {
        const { installation, entries } = await read();
        const others = Object.entries(entries).filter(([other]) => other !== name);
        await write({
          installation,
          entries: Object.fromEntries(entry ? [...others, [name, entry] as const] : others),
        });
      }),
  };
}

function seal({ installation, entries }: Contents, key: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(installation));
  const data = Buffer.concat([cipher.update(JSON.stringify(entries), "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${JSON.stringify({ version: 1, installation, nonce: nonce.toString("base64"), data: data.toString("base64") })}\n`;
}

/** The contents; null where file and key do not belong together or either is not what it should be. */
function open(text: Buffer, key: Buffer | null): Contents | null {
  if (key?.length !== keyBytes) return null;
  try {
    const { installation, nonce, data } = fileSchema.parse(JSON.parse(text.toString("utf8")));
    const sealed = Buffer.from(data, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(installation)).setAuthTag(sealed.subarray(-tagBytes));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
    return { installation, entries: entriesSchema.parse(JSON.parse(plain.toString("utf8"))) };
  } catch {
    // Not JSON, not our form, or not sealed with this key: told apart they would help nobody but an attacker.
    return null;
  }
}

/** The key, made at its first use. One that others may read is closed to them again. */
async function keyFor(file: string): Promise<Buffer> {
  const existing = await readIfThere(file);
  if (existing?.length === keyBytes) {
    if (process.platform !== "win32" && ((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
    return existing;
  }
  const key = randomBytes(keyBytes);
  await writeFileAtomically(file, key);
  return key;
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw toStorageError(error, `reading ${file}`);
  }
}
