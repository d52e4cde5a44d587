import { timingSafeEqual } from "node:crypto";
import type { Kysely } from "kysely";
import type { Caller } from "../core/caller.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { Accounts, Credential } from "./contract.ts";
import { callerOfLogin, createLogins } from "./logins.ts";
import { hashSecret } from "./secrets.ts";
import { callerOfToken, createTokens } from "./tokens.ts";

export interface AccountsDeps {
  readonly database: Kysely<Tables>;
  readonly log: Log;
  /** The secret that lets this machine's command line in for as long as this process runs (createSecret). */
  readonly controlToken: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** "Last used" is written at most this often for a credential, so that reading costs no write. */
const lastUsedEveryMs = 60_000;
const endExpiredEveryMs = 3_600_000;

const commandLineCaller: Caller = {
  kind: "command-line",
  label: "Command line",
  scopes: ["admin"],
  credentialId: "command-line",
};

/** Who may come in. The data folder's database holds the hashes. */
export function createAccounts({ database, log, controlToken, now = Date.now }: AccountsDeps): Accounts & Disposable {
  const listeners = new Set<(credentialId: string) => void>();
  const revoked = (credentialId: string): void => {
    for (const listener of listeners) listener(credentialId);
  };
  const tokens = createTokens({ database, now, revoked });
  const logins = createLogins({ database, now, revoked });

  const touch = async (table: "tokens" | "browser_logins", id: string, lastUsedAt: number | null): Promise<void> => {
    if (lastUsedAt !== null && now() - lastUsedAt < lastUsedEveryMs) return;
    try {
      await database.updateTable(table).set({ last_used_at: now() }).where("id", "=", id).execute();
    } catch (error) {
      // A full disk must not lock anybody out.
      log.warn("The time of a credential's last use could not be written", { error });
    }
  };

  const authenticate = async (credential: Credential): Promise<Caller | null> => {
    if (credential.kind === "token" && isSame(credential.token, controlToken)) return commandLineCaller;
    const table = credential.kind === "token" ? "tokens" : "browser_logins";
    const holder =
      credential.kind === "token"
        ? await callerOfToken(database, credential.token)
        : await callerOfLogin(database, credential.secret, now());
    if (!holder) return null;
    await touch(table, holder.caller.credentialId, holder.lastUsedAt);
    return holder.caller;
  };

  const endExpired = () => {
    logins.endExpired().catch((error: unknown) => log.warn("Expired logins could not be removed", { error }));
  };
  const timer = setInterval(endExpired, endExpiredEveryMs).unref();

  return {
    tokens,
    logins,
    authenticate,
    onRevoked: (listener) => {
      listeners.add(listener);
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(expected)));
}
