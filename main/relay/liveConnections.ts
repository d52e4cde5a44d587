import type { Accounts } from "../accounts/contract.ts";

/** What is open under which credential, so that taking a credential away ends it at once. */
export interface LiveConnections {
  /** `end` is called when the credential is revoked, at once if it already was. The result forgets it again. */
  add(credentialId: string, end: () => void): () => void;
  readonly count: number;
}

export function createLiveConnections(accounts: Pick<Accounts, "onRevoked">): LiveConnections {
  const endsOf = new Map<string, Set<() => void>>();
  // A credential may be revoked between the check and `add`. Ids are never used again, so remembering them is right for ever.
  const revoked = new Set<string>();
  let count = 0;
  accounts.onRevoked((credentialId) => {
    revoked.add(credentialId);
    for (const end of [...(endsOf.get(credentialId) ?? [])]) end();
  });
  return {
    add: (credentialId, end) => {
      if (revoked.has(credentialId)) {
        end();
        return () => {};
      }
      const ends = endsOf.get(credentialId) ?? new Set();
      endsOf.set(credentialId, ends);
      ends.add(end);
      count += 1;
      return () => {
        if (!ends.delete(end)) return;
        count -= 1;
        if (ends.size === 0) endsOf.delete(credentialId);
      };
    },
    get count() {
      return count;
    },
  };
}
