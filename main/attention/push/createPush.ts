import type { Kysely } from "kysely";
import type { PushSubscription } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Caller } from "../../core/caller.ts";
import type { Tables } from "../../storage/tables.ts";
import type { Carry } from "../delivery/courier.ts";
import { carriedBy, post } from "../surfaces/post.ts";
import { guardedLookup, isAllowedEndpoint, isPublicAddress } from "./publicAddress.ts";
import { createPushKey } from "./pushKey.ts";
import { pushMessage } from "./pushMessage.ts";
import { areSubscriptionKeys } from "./subscriptionKeys.ts";

/** How pushes leave this machine; tests have their own push service with its own authority. */
export interface PushNetwork {
  readonly ca?: string;
  readonly isAllowedAddress?: (address: string) => boolean;
}

export interface PushDeps {
  readonly database: Kysely<Tables>;
  readonly isOn: () => boolean;
  /** The e-mail address that push services are told; empty for none. */
  readonly contact: () => string;
  readonly secrets: Parameters<typeof createPushKey>[0];
  /** A phone can be reached by push now, or no longer. */
  readonly changed: (phone: string, hasPush: boolean) => void;
  readonly network?: PushNetwork | undefined;
}

export interface Push {
  /** Null while push is turned off. */
  key(): Promise<string | null>;
  subscribe(caller: Caller, subscription: PushSubscription): Promise<void>;
  unsubscribe(caller: Caller): Promise<void>;
  has(phone: string): boolean;
  /** Forgets the subscriptions of phones that are no longer paired. */
  keepOnly(phones: readonly string[]): Promise<void>;
  readonly carry: Carry;
}

/** Web Push: who has subscribed, and sending to them. */
export async function createPush({ changed, contact, database, isOn, network = {}, secrets }: PushDeps): Promise<Push> {
  const { ca, isAllowedAddress = isPublicAddress } = network;
  const lookup = guardedLookup(isAllowedAddress);
  const keyPair = createPushKey(secrets);
  const subscriptions = new Map<string, PushSubscription>();
  for (const { auth, endpoint, p256dh, phone } of await database
    .selectFrom("push_subscriptions")
    .selectAll()
    .execute()) {
    subscriptions.set(phone, { endpoint, keys: { auth, p256dh } });
    changed(phone, true);
  }

  /** Only if it is still this one: the phone may have subscribed anew meanwhile. */
  const remove = async (phone: string, endpoint?: string): Promise<void> => {
    if (endpoint !== undefined && subscriptions.get(phone)?.endpoint !== endpoint) return;
    if (!subscriptions.delete(phone)) return;
    await database.deleteFrom("push_subscriptions").where("phone", "=", phone).execute();
    changed(phone, false);
  };

  return {
    key: async () => (isOn() ? (await keyPair()).publicKey : null),
    has: (phone) => isOn() && subscriptions.has(phone),
    subscribe: async (caller, subscription) => {
      const phone = phoneOf(caller);
      const refuse = (field: string, message: string): never => {
        throw new AppError("VALIDATION", { message, details: { field } });
      };
      if (!isAllowedEndpoint(subscription.endpoint, isAllowedAddress))
        refuse("endpoint", "A push service is reached over https, on the public internet.");
      if (!areSubscriptionKeys(subscription.keys)) refuse("keys", "These are not the keys of a push subscription.");
      const { endpoint, keys } = subscription;
      const row = { phone, endpoint, p256dh: keys.p256dh, auth: keys.auth, created_at: Date.now() };
      await database
        .insertInto("push_subscriptions")
        .values(row)
        .onConflict((conflict) => conflict.column("phone").doUpdateSet(row))
        .execute();
      subscriptions.set(phone, { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
      changed(phone, true);
    },
    unsubscribe: async (caller) => await remove(phoneOf(caller)),
    keepOnly: async (phones) => {
      for (const phone of subscriptions.keys()) if (!phones.includes(phone)) await remove(phone);
    },
    carry: async (item, phone, signal) => {
      const subscription = subscriptions.get(phone);
      if (!subscription || !isOn()) return finallyFailed("no-subscription");
      const message = await pushMessage(item, subscription, { key: await keyPair(), contact: contact() });
      const url = new URL(subscription.endpoint);
      if (!isAllowedEndpoint(url.href, isAllowedAddress)) return finallyFailed("address-not-allowed");
      const result = await post({ url, ...message, signal, ca, lookup });
      // RFC 8030 7.3: the subscription has ended; sending to it again is wrong.
      if (result.kind === "answered" && (result.status === 404 || result.status === 410))
        await remove(phone, subscription.endpoint);
      return carriedBy(result, "sent");
    },
  };
}

function finallyFailed(reason: string) {
  return { kind: "failed", reason, mayRetry: false, retryAfterMs: null } as const;
}

function phoneOf({ credentialId, kind }: Caller): string {
  if (kind !== "phone") throw new AppError("UNSUPPORTED_HERE", { message: "Only a paired phone can be pushed to." });
  return credentialId;
}
