import type { Scope } from "#shared/contract/scopes.ts";
import type { TokenInfo } from "#shared/contract/tokens.ts";
import type { Caller } from "../core/caller.ts";

/** Who may come in: bearer tokens for scripts, signed-in browsers, one-time login codes, the running instance's control token. */
export interface Accounts {
  readonly tokens: Tokens;
  readonly logins: Logins;
  /**
   * Who holds this credential now: looked up at every request, so that a revoked one is refused at once. Null if nobody does.
   */
  authenticate(credential: Credential): Promise<Caller | null>;
  /** Called with the credential's id as soon as it is no longer valid: its live connections must end. */
  onRevoked(listener: (credentialId: string) => void): void;
}

export type Credential =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "login"; readonly secret: string };

export interface Tokens {
  list(): Promise<TokenInfo[]>;
  /** The value is in this answer alone; only its hash is kept. */
  create(name: string, scopes: readonly Scope[]): Promise<TokenInfo & { token: string }>;
  /** Throws VALIDATION if there is no such token. */
  revoke(id: string): Promise<{ id: string }>;
}

export interface Logins {
  /** A code that signs one browser in, once, within five minutes. */
  createCode(): string;
  /** Signs a browser in; null if the code is wrong, used or too old. */
  redeem(code: string, label: string): Promise<{ secret: string; caller: Caller; expiresAt: number } | null>;
  /** Signs a browser out, its live connections included. */
  end(credentialId: string): Promise<void>;
}
