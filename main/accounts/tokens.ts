import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { z } from "zod";
import { type Scope, scope } from "#shared/contract/scopes.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Caller } from "../core/caller.ts";
import type { Tables, TokenRow } from "../storage/tables.ts";
import type { Tokens } from "./contract.ts";
import { createSecret, hashSecret } from "./secrets.ts";

export interface TokensDeps {
  readonly database: Kysely<Tables>;
  readonly now: () => number;
  readonly revoked: (credentialId: string) => void;
}

/** Bearer tokens for scripts. Only hashes are kept. */
export function createTokens({ database, now, revoked }: TokensDeps): Tokens {
  return {
    list: async () => {
      const rows = await database
        .selectFrom("tokens")
        .selectAll()
        .where("revoked_at", "is", null)
        .orderBy("created_at", "desc")
        .execute();
      return rows.map(infoOf);
    },
    create: async (name, scopes) => {
      const token = createSecret("qd_");
      const row: TokenRow = {
        id: randomUUID(),
        name,
        hash: hashSecret(token),
        scopes: JSON.stringify([...new Set(scopes)]),
        created_at: now(),
        last_used_at: null,
        revoked_at: null,
      };
      await database.insertInto("tokens").values(row).execute();
      return { ...infoOf(row), token };
    },
    revoke: async (id) => {
      const { numUpdatedRows } = await database
        .updateTable("tokens")
        .set({ revoked_at: now() })
        .where("id", "=", id)
        .where("revoked_at", "is", null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) {
        throw new AppError("VALIDATION", {
          message: "No token has this id.",
          details: { problems: [{ path: "id", message: "no token has this id" }] },
        });
      }
      revoked(id);
      return { id };
    },
  };
}

/** Who holds a token; null if nobody does, or no longer. */
export async function callerOfToken(
  database: Kysely<Tables>,
  token: string,
): Promise<{ caller: Caller; lastUsedAt: number | null } | null> {
  const row = await database
    .selectFrom("tokens")
    .selectAll()
    .where("hash", "=", hashSecret(token))
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (!row) return null;
  return {
    caller: { kind: "token", label: row.name, scopes: readScopes(row.scopes), credentialId: row.id },
    lastUsedAt: row.last_used_at,
  };
}

/** Scopes as the tables keep them. */
export function readScopes(json: string): Scope[] {
  return z.array(scope).parse(JSON.parse(json));
}

function infoOf(row: TokenRow) {
  return {
    id: row.id,
    name: row.name,
    scopes: readScopes(row.scopes),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
