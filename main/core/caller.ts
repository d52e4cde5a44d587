import type { Scope as Permission } from "#shared/contract/scopes.ts";

/** Who makes a call: decided by the link or the credential, never by the message. */
export interface Caller {
  readonly kind: "desktop" | "browser" | "phone" | "token" | "command-line";
  /** For people: "Desktop", "Chrome on Linux", the token's name. */
  readonly label: string;
  readonly scopes: readonly Permission[];
  /** The credential behind the caller, so that revoking it ends its links. */
  readonly credentialId: string;
}
