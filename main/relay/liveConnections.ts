import type { Accounts } from "../accounts/contract.ts";
import type { Phones } from "../phones/contract.ts";

/** Why a live connection ends before its client wants it to. */
export type EndReason = "revoked" | "blocked" | "closing";

/** A way in: one listener's gate. */
export interface WayIn {
  /** Whether nobody comes in from there now. */
  isBlocked(address: string): boolean;
}

/** Whose connection it is, and by which way it came in. */
export interface LiveConnection {
  readonly credentialId: string;
  /** The client's address. */
  readonly address: string;
  readonly gate: WayIn;
  /** What `moment` was before its credential was looked up. */
  readonly asOf: number;
}

/** What is open under which credential, so that taking a credential away ends it at once. */
export interface LiveConnections {
  /** Now, as `asOf` means it. */
  moment(): number;
  /**
   * `end` is called when the credential is revoked or means something else from now on, at once if that has happened since `asOf`.
   * The result forgets it again.
   */
  add(connection: LiveConnection, end: (reason: EndReason) => void): () => void;
  /** Ends those that this is true of. */
  endWhere(isMeant: (connection: LiveConnection) => boolean, reason: EndReason): void;
  readonly count: number;
}

export function createLiveConnections(
  accounts: Pick<Accounts, "onRevoked">,
  phones: Pick<Phones, "onChanged">,
): LiveConnections {
  const endOf = new Map<LiveConnection, (reason: EndReason) => void>();
  // A credential may be revoked between the look-up and `add`: the moment it last changed is remembered. One entry for each
  // credential that was ever revoked or changed while we run; people do not make many.
  const changedAt = new Map<string, number>();
  let moment = 0;
  const endWhere: LiveConnections["endWhere"] = (isMeant, reason) => {
    for (const [connection, end] of [...endOf]) if (isMeant(connection)) end(reason);
  };
  const changed = (credentialId: string): void => {
    moment += 1;
    changedAt.set(credentialId, moment);
    endWhere((connection) => connection.credentialId === credentialId, "revoked");
  };
  accounts.onRevoked(changed);
  phones.onChanged(changed);
  return {
    moment: () => moment,
    add: (connection, end) => {
      if ((changedAt.get(connection.credentialId) ?? 0) > connection.asOf) {
        end("revoked");
        return () => {};
      }
      endOf.set(connection, end);
      return () => void endOf.delete(connection);
    },
    endWhere,
    get count() {
      return endOf.size;
    },
  };
}
