import { keptSecretName } from "#shared/configuration/secretReference.ts";
import type { SecretInfo } from "#shared/contract/secrets.ts";
import type { Notice } from "#shared/contract/system.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import { type Keychain, loadKeytar, withTimeout } from "./keychain.ts";
import { openVault, type Vault } from "./vault.ts";

/** Names are those of shared/configuration/secretReference.ts, else VALIDATION. Calls throw KEYCHAIN_FAILED, STORAGE_FAILED, DISK_FULL. */
export interface Secrets {
  /** Null where there is no such secret; KEYCHAIN_FAILED where there is one, but the keychain that holds it does not answer. */
  get(name: string): Promise<string | null>;
  list(): Promise<SecretInfo[]>;
  /** Keeps a secret: in the keychain, or in the vault where the keychain does not take it. Answers where, and then it lasts. */
  set(name: string, value: string): Promise<SecretInfo["place"]>;
  /** Whether there was one. */
  delete(name: string): Promise<boolean>;
  /** Where the next secret will be kept. */
  readonly kind: SecretInfo["place"];
}

export interface OpenSecretsOptions {
  readonly dataFolder: string;
  readonly log: Log;
  /** Told `secrets-in-vault` with the reason, once, when the keychain is not used: while opening, or when it fails later. */
  readonly onNotice?: (notice: Notice) => void;
  /** How the keychain is reached; keytar unless told. */
  readonly loadKeychain?: () => Promise<Keychain | null>;
  /** How long one call to the keychain may take, in milliseconds: long enough for a person to type a password. */
  readonly timeoutMs?: number;
  /** The same for the first call, which start-up may wait for. */
  readonly firstTimeoutMs?: number;
}

/**
 * Opens the place for secrets: the keychain where there is one that answers, else the encrypted vault. The vault's list always
 * says where the newest value of a secret is, so that one that was kept in the vault while the keychain was broken moves into
 * the keychain later, and one in a broken keychain is an error instead of seeming not to exist.
 */
export async function openSecrets(options: OpenSecretsOptions): Promise<Secrets> {
  const { dataFolder, log, loadKeychain = loadKeytar, timeoutMs = 30_000, firstTimeoutMs = 3000 } = options;
  const { onNotice = () => {} } = options;
  const vault = openVault(dataFolder, log);
  const installation = await vault.installation();
  const keychain = await loadKeychain();
  const fallenBack = (reason: string): void => {
    log.warn("Secrets are kept in the encrypted vault file, not in the keychain", { reason });
    onNotice({ code: "secrets-in-vault", details: { reason }, since: Date.now() });
  };
  const secrets = new LiveSecrets(vault, keychain && withTimeout(keychain, timeoutMs), installation, fallenBack);
  if (keychain === null) secrets.fallBack("no keychain on this machine");
  else await secrets.probe(withTimeout(keychain, firstTimeoutMs));
  return secrets;
}

class LiveSecrets implements Secrets {
  readonly #vault: Vault;
  readonly #keychain: Keychain | null;
  readonly #installation: string;
  readonly #fallenBack: (reason: string) => void;
  #kind: SecretInfo["place"] = "keychain";

  constructor(vault: Vault, keychain: Keychain | null, installation: string, fallenBack: (reason: string) => void) {
    this.#vault = vault;
    this.#keychain = keychain;
    this.#installation = installation;
    this.#fallenBack = fallenBack;
  }

  get kind(): SecretInfo["place"] {
    return this.#kind;
  }

  /** From now on new secrets go to the vault, and people are told why. */
  fallBack(reason: string): void {
    if (this.#kind === "vault") return;
    this.#kind = "vault";
    this.#fallenBack(reason);
  }

  /** Asks for something that is not there: a keychain that answers is one that works. */
  async probe(keychain: Keychain): Promise<void> {
    try {
      await keychain.get(this.#account("probe"));
    } catch (error) {
      this.fallBack(reasonOf(error));
    }
  }

  async get(name: string): Promise<string | null> {
    expectName(name);
    const entry = await this.#vault.get(name);
    if (entry === null) return null;
    if (entry.kind === "value") {
      if (this.kind === "keychain") await this.#keep(name, entry.value);
      return entry.value;
    }
    return await this.#reachKeychain().get(this.#account(name));
  }

  async list(): Promise<SecretInfo[]> {
    const entries = await this.#vault.list();
    return entries.map(({ name, kind }) => ({ name, place: kind === "value" ? "vault" : "keychain" }));
  }

  async set(name: string, value: string): Promise<SecretInfo["place"]> {
    expectName(name);
    if (value === "") throw new AppError("VALIDATION", { message: "A secret cannot be empty; delete it instead." });
    return await this.#keep(name, value);
  }

  async delete(name: string): Promise<boolean> {
    expectName(name);
    const entry = await this.#vault.get(name);
    if (entry === null) return false;
    // First the keychain: a failure leaves the list as it was, and the deletion can be asked for again.
    if (entry.kind === "in-keychain") await this.#reachKeychain().delete(this.#account(name));
    await this.#vault.put(name, null);
    return true;
  }

  async #keep(name: string, value: string): Promise<SecretInfo["place"]> {
    const isInKeychain = this.kind === "keychain" && (await this.#putIntoKeychain(name, value));
    await this.#vault.put(name, isInKeychain ? { kind: "in-keychain" } : { kind: "value", value });
    return isInKeychain ? "keychain" : "vault";
  }

  async #putIntoKeychain(name: string, value: string): Promise<boolean> {
    try {
      await this.#reachKeychain().set(this.#account(name), value);
      return true;
    } catch (error) {
      this.fallBack(reasonOf(error));
      return false;
    }
  }

  #reachKeychain(): Keychain {
    if (this.#keychain === null)
      throw new AppError("KEYCHAIN_FAILED", { message: "The secret is in a keychain that is not there any more." });
    return this.#keychain;
  }

  #account(name: string): string {
    return `${this.#installation}/${name}`;
  }
}

function expectName(name: string): void {
  if (!keptSecretName.safeParse(name).success)
    throw new AppError("VALIDATION", {
      message: "A secret's name has 1 to 100 lower-case letters, digits, dots, - or _.",
    });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof AppError) || error.code !== "KEYCHAIN_FAILED") throw error;
  return String(error.details.reason ?? error.message);
}
