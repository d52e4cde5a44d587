import type { Kysely } from "kysely";
import { z } from "zod";
import type { Phone } from "#shared/contract/phones.ts";
import { type Scope, scope } from "#shared/contract/scopes.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../observability/log.ts";
import { isUniqueViolation, toStorageError } from "../storage/storageError.ts";
import type { PhoneRow, Tables } from "../storage/tables.ts";

/** A phone that is paired now. */
export interface PairedPhone {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly publicKey: string;
  readonly scopes: readonly Scope[];
  readonly pairedAt: number;
  readonly lastSeenAt: number | null;
  readonly lastAddress: string | null;
  readonly hasPush: boolean;
}

/** The paired phones, in memory and in the database. What memory says holds; a change is written before it is answered. */
export interface PhoneStore extends AsyncDisposable {
  get(id: string): PairedPhone | undefined;
  all(): readonly PairedPhone[];
  /** Whether a key is or ever was a phone's: revoked ones count. */
  knowsKey(publicKey: string): boolean;
  /** The key that a phone has, or had before it was revoked. */
  keyOf(id: string): string | undefined;
  /** Throws VALIDATION for a key that is known already. */
  add(phone: PairedPhone): Promise<void>;
  /** Resolves with the phone and what it might do until then. */
  update(
    id: string,
    change: Partial<Pick<PairedPhone, "name" | "scopes">>,
  ): Promise<{ readonly phone: PairedPhone; readonly scopesBefore: readonly Scope[] }>;
  /** Gone from memory at once, whatever becomes of writing it. */
  revoke(id: string, at: number): Promise<void>;
  /** Noted at once, written when there is time. */
  seen(id: string, at: number, address: string): void;
  setPush(id: string, hasPush: boolean): void;
}

export interface PhoneStoreDeps {
  readonly database: Kysely<Tables>;
  readonly log: Log;
  readonly changed: () => void;
}

export async function openPhoneStore({ database, log, changed }: PhoneStoreDeps): Promise<PhoneStore> {
  const rows = await database.selectFrom("phones").selectAll().execute();
  const pushing = new Set((await database.selectFrom("push_subscriptions").select("phone").execute()).map(phoneOf));
  const phones = new Map(
    rows.filter(({ revoked_at }) => revoked_at === null).map((row) => [row.id, read(row, pushing)]),
  );
  const keyOfId = new Map(rows.map((row) => [row.id, row.public_key]));
  const keys = new Set(keyOfId.values());
  let written: Promise<unknown> = Promise.resolve();

  const known = (id: string): PairedPhone => {
    const phone = phones.get(id);
    if (!phone) throw new AppError("PHONE_NOT_FOUND");
    return phone;
  };
  const put = (phone: PairedPhone): void => {
    phones.set(phone.id, phone);
    changed();
  };
  const writing = async <Result>(write: Promise<Result>, doing: string): Promise<Result> => {
    try {
      return await write;
    } catch (error) {
      throw toStorageError(error, doing);
    }
  };

  return {
    get: (id) => phones.get(id),
    all: () => [...phones.values()],
    knowsKey: (publicKey) => keys.has(publicKey),
    keyOf: (id) => keyOfId.get(id),
    add: async (phone) => {
      try {
        await writing(database.insertInto("phones").values(rowOf(phone)).execute(), "writing a phone");
      } catch (error) {
        throw isUniqueViolation(error) ? keyKnown() : error;
      }
      keys.add(phone.publicKey);
      keyOfId.set(phone.id, phone.publicKey);
      put(phone);
    },
    update: async (id, change) => {
      known(id);
      const { name, scopes } = change;
      const columns = {
        ...(name === undefined ? {} : { name }),
        ...(scopes ? { scopes: JSON.stringify(scopes) } : {}),
      };
      if (Object.keys(columns).length > 0)
        await writing(
          database.updateTable("phones").set(columns).where("id", "=", id).execute(),
          "writing what a phone may do",
        );
      // Looked up again: it may have been revoked or seen meanwhile.
      const before = known(id);
      const phone = { ...before, ...(name === undefined ? {} : { name }), ...(scopes ? { scopes } : {}) };
      put(phone);
      return { phone, scopesBefore: before.scopes };
    },
    revoke: async (id, at) => {
      const phone = known(id);
      phones.delete(id);
      changed();
      const write = database.transaction().execute(async (transaction) => {
        await transaction.updateTable("phones").set({ revoked_at: at }).where("id", "=", id).execute();
        await transaction.deleteFrom("push_subscriptions").where("phone", "=", id).execute();
      });
      try {
        await writing(write, "revoking a phone");
      } catch (error) {
        log.error("A phone is revoked until the next start only: that could not be written", {
          name: phone.name,
          error,
        });
        throw error;
      }
    },
    seen: (id, at, address) => {
      const phone = phones.get(id);
      if (!phone) return;
      put({ ...phone, lastSeenAt: at, lastAddress: address });
      const write = database
        .updateTable("phones")
        .set({ last_seen_at: at, last_address: address })
        .where("id", "=", id);
      written = Promise.all([
        written,
        write
          .execute()
          .catch((error: unknown) => log.warn("When a phone was last seen could not be written", { error })),
      ]);
    },
    setPush: (id, hasPush) => {
      const phone = phones.get(id);
      if (phone && phone.hasPush !== hasPush) put({ ...phone, hasPush });
    },
    [Symbol.asyncDispose]: async () => {
      await written;
    },
  };
}

/** A paired phone as people see it. */
export function shownPhone(phone: PairedPhone, connections: number): Phone {
  const { id, name, label, scopes, pairedAt, lastSeenAt, lastAddress, hasPush } = phone;
  return { id, name, label, scopes: [...scopes], pairedAt, lastSeenAt, lastAddress, connections, hasPush };
}

export function keyKnown(): AppError {
  return new AppError("VALIDATION", {
    message: "This key was paired before; a phone makes a new one for every pairing.",
    details: { problems: [{ path: "publicKey", message: "paired before" }] },
  });
}

function read(row: PhoneRow, pushing: ReadonlySet<string>): PairedPhone {
  return {
    id: row.id,
    name: row.name,
    label: row.label,
    publicKey: row.public_key,
    scopes: z.array(scope).parse(JSON.parse(row.scopes)),
    pairedAt: row.paired_at,
    lastSeenAt: row.last_seen_at,
    lastAddress: row.last_address,
    hasPush: pushing.has(row.id),
  };
}

function rowOf(phone: PairedPhone): PhoneRow {
  return {
    id: phone.id,
    name: phone.name,
    label: phone.label,
    public_key: phone.publicKey,
    scopes: JSON.stringify(phone.scopes),
    paired_at: phone.pairedAt,
    last_seen_at: phone.lastSeenAt,
    last_address: phone.lastAddress,
    revoked_at: null,
  };
}

function phoneOf({ phone }: { readonly phone: string }): string {
  return phone;
}
