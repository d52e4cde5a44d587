import { createHash, randomBytes, webcrypto } from "node:crypto";
import { phoneTranscript, serverTranscript, wordsTranscript } from "#shared/pairing/transcripts.ts";
import type { PhoneDoor } from "./contract.ts";
import { isSignedBy, wordNumbers } from "./proofs.ts";

const { subtle } = webcrypto;
const random = (): string => randomBytes(32).toString("base64url");

/** What a phone asks before it is connected, over whatever: the door itself, or HTTP. */
export type ReachedDoor = {
  [Name in "begin" | "reveal" | "wait" | "challenge"]: (
    request: Parameters<PhoneDoor[Name]>[0],
  ) => ReturnType<PhoneDoor[Name]>;
};

/** A phone as the protocol sees it: the other half of it, written from the transcripts, for tests. */
export async function createTestPhone() {
  const { privateKey, publicKey: half } = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
    "verify",
  ]);
  const publicKey = Buffer.from(await subtle.exportKey("raw", half)).toString("base64url");
  const nonce = random();
  const commitment = createHash("sha256").update(Buffer.from(nonce, "base64url")).digest("base64url");

  const sign = async (transcript: string): Promise<string> => {
    const signed = await subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, Buffer.from(transcript));
    return Buffer.from(signed).toString("base64url");
  };

  return {
    publicKey,
    nonce,
    commitment,
    sign,
    /** The two steps up to the words; `words` are those that the phone works out itself. */
    async pair(door: Pick<ReachedDoor, "begin" | "reveal">, proof: Parameters<PhoneDoor["begin"]>[0]["proof"]) {
      const begun = await door.begin({ proof, publicKey, commitment, name: "Test phone" });
      const revealed = await door.reveal({ request: begun.request, nonce });
      const { serverKey, serverNonce } = begun;
      const words = wordNumbers(wordsTranscript({ phoneKey: publicKey, serverKey, phoneNonce: nonce, serverNonce }));
      return { ...begun, words, told: revealed.words };
    },
    /** A proof for one connection. Throws where the server does not prove itself first: a phone signs nothing then. */
    async prove(door: Pick<ReachedDoor, "challenge">, phone: string, serverKey: string) {
      const phoneNonce = random();
      const { nonce: serverNonce, signature } = await door.challenge({ phone, nonce: phoneNonce });
      const given = { phone, phoneKey: publicKey, serverKey, phoneNonce, serverNonce };
      if (!(await isSignedBy(serverKey, serverTranscript(given), signature))) throw new Error("another server answers");
      return { phone, nonce: serverNonce, signature: await sign(phoneTranscript(given)) };
    },
  };
}
