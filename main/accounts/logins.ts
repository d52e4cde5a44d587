import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Scope } from "#shared/contract/scopes.ts";
import type { Caller } from "../core/caller.ts";
import type { BrowserLoginRow, Tables } from "../storage/tables.ts";
import type { Logins } from "./contract.ts";
import { createLoginCodes } from "./loginCodes.ts";
import { createSecret, hashSecret } from "./secrets.ts";
import { readScopes } from "./tokens.ts";

export const loginDays = 30;
/** Who has the login link sits at this machine, or was given the link by who does. */
const scopesOfLogin: readonly Scope[] = ["admin"];

export interface LoginsDeps {
  readonly database: Kysely<Tables>;
  readonly now: () => number;
  readonly revoked: (credentialId: string) => void;
}

/** Browsers that signed in with a one-time code. */
export function createLogins({ database, now, revoked }: LoginsDeps): Logins & { endExpired(): Promise<void> } {
  const codes = createLoginCodes(now);
  return {
    createCode: () => codes.create(),
    redeem: async (code, label) => {
      if (!codes.redeem(code)) return null;
      const secret = createSecret("");
      const row: BrowserLoginRow = {
        id: randomUUID(),
        hash: hashSecret(secret),
        label,
        scopes: JSON.stringify(scopesOfLogin),
        created_at: now(),
        last_used_at: now(),
        expires_at: now() + loginDays * 86_400_000,
        revoked_at: null,
      };
      await database.insertInto("browser_logins").values(row).execute();
      return { secret, caller: callerOf(row), expiresAt: row.expires_at };
    },
    end: async (credentialId) => {
      await database.updateTable("browser_logins").set({ revoked_at: now() }).where("id", "=", credentialId).execute();
      revoked(credentialId);
    },
    endExpired: async () => {
      const expired = await database
        .deleteFrom("browser_logins")
        .where("expires_at", "<=", now())
        .returning("id")
        .execute();
      for (const { id } of expired) revoked(id);
    },
  };
}

/** The browser that holds this cookie; null if it signed out or its time is over. */
export async function callerOfLogin(
  database: Kysely<Tables>,
  secret: string,
  now: number,
): Promise<{ caller: Caller; lastUsedAt: number | null } | null> {
  const row = await database
    .selectFrom("browser_logins")
    .selectAll()
    .where("hash", "=", hashSecret(secret))
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return row ? { caller: callerOf(row), lastUsedAt: row.last_used_at } : null;
}

function callerOf(row: BrowserLoginRow): Caller {
  return { kind: "browser", label: row.label, scopes: readScopes(row.scopes), credentialId: row.id };
}
