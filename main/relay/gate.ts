import type { IncomingMessage } from "node:http";
import { AppError } from "#shared/errors/appError.ts";
import { type PhoneProof, phoneProof } from "#shared/pairing/pairingMessages.ts";
import type { Accounts, Credential } from "../accounts/contract.ts";
import type { Caller } from "../core/caller.ts";
import type { PhoneDoor } from "../phones/contract.ts";
import { isOwnAddress } from "./addresses.ts";
import { type RequestSource, sourceOf } from "./clients.ts";
import { readCookie } from "./cookies.ts";
import type { FailureLimit } from "./failureLimit.ts";
import type { RateLimit } from "./limits/rateLimit.ts";
import type { LiveConnections, WayIn } from "./liveConnections.ts";
import type { NetworkRules } from "./networkRules.ts";

export interface GateDeps {
  readonly accounts: Pick<Accounts, "authenticate">;
  readonly failures: FailureLimit;
  readonly requests: RateLimit;
  readonly live: Pick<LiveConnections, "moment">;
  readonly rules: Pick<NetworkRules, "isBlocked" | "isTrustedProxy">;
  /** Every origin that is ours, as addresses.ts writes them; known once the listener has its port. */
  readonly ownOrigins: () => ReadonlySet<string>;
  /** What opens this way in: what belongs to this machine's own people, or what was made for others. */
  readonly credentials:
    | { readonly kind: "machine"; readonly cookieName: string }
    | { readonly kind: "network"; readonly phones: Pick<PhoneDoor, "authenticate"> };
}

/** What a client showed beside its request: socket.io's `auth`, or the fields of a first frame. */
export interface Shown {
  readonly token?: unknown;
  readonly phone?: unknown;
}

/** Who came in. */
export interface Admitted extends RequestSource {
  readonly caller: Caller;
  /** For `LiveConnections.add`. */
  readonly asOf: number;
}

/** What every request and every upgrade of a listener passes before anything else looks at it. */
export interface Gate extends WayIn {
  /** Throws BLOCKED, RATE_LIMITED or FOREIGN_ORIGIN. */
  check(request: IncomingMessage): void;
  /** Throws UNAUTHENTICATED or RATE_LIMITED. Without `shown` the request's own head decides. */
  authenticate(request: IncomingMessage, shown?: Shown): Promise<Admitted>;
  sourceOf(request: IncomingMessage): RequestSource;
}

export function createGate(deps: GateDeps): Gate {
  const { failures, live, ownOrigins, requests, rules } = deps;
  const source = (request: IncomingMessage): RequestSource => sourceOf(request, rules.isTrustedProxy);
  const isBlocked: Gate["isBlocked"] = (address) => {
    // Nobody locks himself out of his own machine: there is no other door by which to take it back.
    if (deps.credentials.kind === "machine" && isOwnMachine(address)) return false;
    return rules.isBlocked(address);
  };
  return {
    sourceOf: source,
    isBlocked,
    check: (request) => {
      const { address, scheme } = source(request);
      if (isBlocked(address)) throw new AppError("BLOCKED");
      const isOwn = isOwnRequest(request, scheme, ownOrigins());
      // A foreign page must not use up what its victim's own browser may ask from the same address.
      requests.take(isOwn ? `address ${address}` : `foreign ${address}`);
      if (!isOwn) throw new AppError("FOREIGN_ORIGIN");
    },
    authenticate: async (request, shown) => {
      const from = source(request);
      failures.check(from.address);
      const asOf = live.moment();
      const given = shown === undefined ? fromHead(request, deps) : fromShown(shown);
      const caller = given && (await holderOf(given, deps));
      if (caller) return { ...from, caller, asOf };
      // Who shows nothing at all guesses nothing: a page that asks whether it is signed in costs no failure.
      if (given) failures.failed(from.address);
      throw new AppError("UNAUTHENTICATED");
    },
  };
}

type Given = Credential | { readonly kind: "phone"; readonly proof: PhoneProof } | { readonly kind: "unreadable" };

/** Who holds what was given, as far as it opens this way in. */
async function holderOf(given: Given, { accounts, credentials }: GateDeps): Promise<Caller | null> {
  if (given.kind === "unreadable") return null;
  if (given.kind === "phone") {
    return credentials.kind === "network" ? await credentials.phones.authenticate(given.proof) : null;
  }
  const caller = await accounts.authenticate(given);
  // The running instance's control token and a browser's login are this machine's: from the network they are worth nothing.
  return caller && (credentials.kind === "machine" || caller.kind === "token") ? caller : null;
}

/** A proof and a token together are neither: what is checked must be what was meant. */
function fromShown({ token, phone }: Shown): Given | null {
  if (phone !== undefined && token !== undefined) return { kind: "unreadable" };
  if (phone !== undefined) {
    const proof = phoneProof.safeParse(phone);
    return proof.success ? { kind: "phone", proof: proof.data } : { kind: "unreadable" };
  }
  if (token === undefined) return null;
  return typeof token === "string" && token.length <= 512 ? { kind: "token", token } : { kind: "unreadable" };
}

/** A bearer token goes before a cookie: who sends one means it. Never from the address: that ends up in logs and histories. */
function fromHead({ headers }: IncomingMessage, { credentials }: GateDeps): Given | null {
  if (headers.authorization !== undefined) {
    return { kind: "token", token: bearerToken(headers.authorization) ?? "" };
  }
  if (credentials.kind === "network") return null;
  const secret = readCookie(headers.cookie, credentials.cookieName);
  return secret === undefined ? null : { kind: "login", secret };
}

/** The token of an Authorization header; null if it holds none. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer ([\w.~+/=-]{1,512})$/i.exec(header ?? "")?.[1] ?? null;
}

function isOwnRequest({ headers, method }: IncomingMessage, scheme: RequestSource["scheme"], own: ReadonlySet<string>) {
  const isNavigation = method === "GET" && headers["sec-fetch-mode"] === "navigate";
  const { host, origin } = headers;
  return isOwnAddress({ scheme, host, origin, fetchSite: single(headers["sec-fetch-site"]), isNavigation }, own);
}

function isOwnMachine(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
