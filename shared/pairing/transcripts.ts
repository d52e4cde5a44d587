/**
 * The texts that are signed or hashed, in one place for both sides. Each begins with what it is for, so that a signature for one
 * purpose is worth nothing for another, and names both keys, so that it is worth nothing at another server.
 */
export interface ConnectionTranscript {
  readonly phone: string;
  readonly phoneKey: string;
  readonly serverKey: string;
  readonly phoneNonce: string;
  readonly serverNonce: string;
}

/** What the server signs to show that it is the one the phone was paired with. */
export function serverTranscript(given: ConnectionTranscript): string {
  return lines("quarterdeck server proof 1", given);
}

/** What the phone signs then, for this one connection. */
export function phoneTranscript(given: ConnectionTranscript): string {
  return lines("quarterdeck phone proof 1", given);
}

/** What is hashed (SHA-256) to the four words: its first four bytes are their numbers. */
export function wordsTranscript(given: Omit<ConnectionTranscript, "phone">): string {
  return lines("quarterdeck pairing words 1", { ...given, phone: "" });
}

function lines(purpose: string, { phone, phoneKey, serverKey, phoneNonce, serverNonce }: ConnectionTranscript): string {
  return [purpose, phone, phoneKey, serverKey, phoneNonce, serverNonce].join("\n");
}
