import { type PhoneProof, phoneChallenge } from "#shared/pairing/pairingMessages.ts";
import { phoneTranscript, serverTranscript } from "#shared/pairing/transcripts.ts";
import type { AskServer, ServerAnswer } from "./askServer.ts";
import type { Pairing } from "./pairingStore.ts";
import type { PhoneCrypto } from "./phoneCrypto.ts";

export type ProofOutcome =
  | { readonly kind: "proof"; readonly proof: PhoneProof }
  /** Whoever answers does not hold the key of the server this phone was paired with. Nothing was signed. */
  | { readonly kind: "other-server" }
  | { readonly kind: "no-answer"; readonly answer: Exclude<ServerAnswer<unknown>, { kind: "answer" }> };

/**
 * The proof for one connection. The server shows first that it holds the key this phone knows; only then is anything signed. Without
 * it all that left this phone is its id and a random number.
 */
export async function provePhone(
  pairing: Pairing,
  { ask, crypto, signal }: { readonly ask: AskServer; readonly crypto: PhoneCrypto; readonly signal?: AbortSignal },
): Promise<ProofOutcome> {
  const { phone, phoneKey, serverKey, privateKey } = pairing;
  const phoneNonce = crypto.createNonce();
  const answer = await ask(
    "/auth/phone/challenge",
    { phone, nonce: phoneNonce },
    phoneChallenge,
    signal ? { signal } : {},
  );
  if (answer.kind !== "answer") return { kind: "no-answer", answer };
  const { nonce: serverNonce, signature } = answer.value;
  const transcript = { phone, phoneKey, serverKey, phoneNonce, serverNonce };
  if (!(await crypto.isSignedBy(serverKey, serverTranscript(transcript), signature))) return { kind: "other-server" };
  return {
    kind: "proof",
    proof: { phone, nonce: serverNonce, signature: await crypto.sign(privateKey, phoneTranscript(transcript)) },
  };
}
