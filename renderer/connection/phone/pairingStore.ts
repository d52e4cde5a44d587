/**
 * What a phone keeps of having been paired with one server. The private key is a handle: the browser uses it and gives it to nobody,
 * this code included.
 */
export interface Pairing {
  /** The server's public key. By it alone the server is known again, whatever address it answers from. */
  readonly serverKey: string;
  /** What the server calls this phone. */
  readonly phone: string;
  readonly name: string;
  readonly phoneKey: string;
  readonly privateKey: CryptoKey;
  /** Milliseconds since the epoch. */
  readonly pairedAt: number;
}

/** The pairings of this browser at this address. Each method rejects with a DOMException where the browser denies storage. */
export interface PairingStore {
  /** Newest first; usually one. */
  list(): Promise<readonly Pairing[]>;
  /** Replaces an earlier pairing with the same server and leaves those with others alone. */
  save(pairing: Pairing): Promise<void>;
  forget(serverKey: string): Promise<void>;
}
