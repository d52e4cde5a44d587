import type { IncomingMessage } from "node:http";
import { AppError } from "#shared/errors/appError.ts";
import type { Accounts, Credential } from "../accounts/contract.ts";
import type { Caller } from "../core/caller.ts";
import { isOwnAddress } from "./addresses.ts";
import { readCookie } from "./cookies.ts";
import type { FailureLimit } from "./failureLimit.ts";

export interface GateDeps {
  readonly accounts: Pick<Accounts, "authenticate">;
  readonly failures: FailureLimit;
  readonly cookieName: string;
  /** Every `host:port` that is ours; known once the listener has its port. */
  readonly ownHosts: () => ReadonlySet<string>;
}

/** What every request and every upgrade passes before anything else looks at it. */
export interface Gate {
  /** Throws FOREIGN_ORIGIN. */
  checkAddresses(request: IncomingMessage): void;
  /** Throws UNAUTHENTICATED or RATE_LIMITED. `token` is one that came otherwise than in the request's head. */
  authenticate(request: IncomingMessage, token?: string): Promise<Caller>;
}

export function createGate({ accounts, failures, cookieName, ownHosts }: GateDeps): Gate {
  return {
    checkAddresses: ({ headers, method }) => {
      const isNavigation = method === "GET" && headers["sec-fetch-mode"] === "navigate";
      const { host, origin } = headers;
      const fetchSite = single(headers["sec-fetch-site"]);
      if (isOwnAddress({ host, origin, fetchSite, isNavigation }, ownHosts())) return;
      throw new AppError("FOREIGN_ORIGIN");
    },
    authenticate: async (request, token) => {
      const address = addressOf(request);
      failures.check(address);
      const credential: Credential | null =
        token === undefined ? credentialOf(request, cookieName) : { kind: "token", token };
      const caller = credential && (await accounts.authenticate(credential));
      if (caller) return caller;
      // Who shows nothing at all guesses nothing: a page that asks whether it is signed in costs no failure.
      if (credential) failures.failed(address);
      throw new AppError("UNAUTHENTICATED");
    },
  };
}

/** The address a request's failures are counted under. */
export function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? "unknown";
}

/** A bearer token goes before a cookie: who sends one means it. Never from the address: that ends up in logs and histories. */
function credentialOf({ headers }: IncomingMessage, cookieName: string): Credential | null {
  if (headers.authorization !== undefined) {
    const token = /^Bearer ([\w.~+/=-]{1,512})$/i.exec(headers.authorization)?.[1];
    return { kind: "token", token: token ?? "" };
  }
  const secret = readCookie(headers.cookie, cookieName);
  return secret === undefined ? null : { kind: "login", secret };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
