import {
  createDecipheriv,
  createECDH,
  createHmac,
  createPublicKey,
  type ECDH,
  generateKeyPairSync,
  randomBytes,
  verify,
} from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { issueAuthority, issueLeaf } from "#main/relay/tls/issueCertificates.ts";
import type { PushSubscription } from "#shared/contract/attention.ts";

/** How the service treats what it gets: as RFC 8030 says, with another status, or as a broken one does. */
export type PushBehaviour =
  | { readonly kind: "works" }
  | { readonly kind: "answers"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Takes the request and never answers. */
  | { readonly kind: "silent" }
  | { readonly kind: "cuts" };

/** What a phone got, decrypted with its own keys. */
export interface ReceivedPush {
  readonly data: unknown;
  readonly ttl: number;
  readonly urgency: string;
  readonly topic: string | undefined;
}

export interface TestSubscription {
  readonly subscription: PushSubscription;
  readonly received: readonly ReceivedPush[];
  /** From now on it is gone, as when a person takes the permission back. */
  end(): void;
}

export interface PushService extends AsyncDisposable {
  /** The authority that signed its certificate, as PEM. */
  readonly ca: string;
  readonly origin: string;
  /** What it was asked, with the status it answered; null where it did not. */
  readonly requests: { readonly path: string; readonly status: number | null; readonly body: Buffer }[];
  behaviour: PushBehaviour;
  /** A phone subscribes, for pushes signed with this key alone (RFC 8292 4). */
  subscribe(applicationServerKey: string): TestSubscription;
}

interface Subscriber extends TestSubscription {
  readonly keys: ECDH;
  readonly auth: Buffer;
  readonly applicationServerKey: string;
  readonly received: ReceivedPush[];
  isGone: boolean;
}

const maximumBody = 4096;

/**
 * A push service on this machine, over TLS with an authority of its own. It is written from RFC 8030, 8188, 8291 and 8292 and shares
 * no code with what it tests: it checks the sender's signature, and the phones it holds decrypt what they get.
 */
export async function startPushService(): Promise<PushService> {
  const { ca, key, cert } = await certificates();
  const subscribers = new Map<string, Subscriber>();
  const requests: PushService["requests"] = [];
  const server = createServer({ key, cert }, (request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  const service: PushService = {
    ca,
    get origin() {
      return originOf(server.address());
    },
    requests,
    behaviour: { kind: "works" },
    subscribe: (applicationServerKey) => {
      const path = `/push/${randomBytes(12).toString("hex")}`;
      const subscriber = createSubscriber(`${service.origin}${path}`, applicationServerKey);
      subscribers.set(path, subscriber);
      return subscriber;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "";
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { behaviour } = service;
    const status = behaviour.kind === "works" ? accept(request, body, subscribers.get(path), service.origin) : null;
    requests.push({ path, body, status: behaviour.kind === "answers" ? behaviour.status : status });
    if (behaviour.kind === "silent") return;
    if (behaviour.kind === "cuts") response.destroy();
    else if (behaviour.kind === "answers") response.writeHead(behaviour.status, behaviour.headers).end();
    else
      response
        .writeHead(status ?? 500, status === 201 ? { location: `${service.origin}/message/${requests.length}` } : {})
        .end();
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return service;
}

/** RFC 8030 5 and 7, RFC 8292 2: the status of the answer. */
function accept(request: IncomingMessage, body: Buffer, subscriber: Subscriber | undefined, origin: string): number {
  if (request.method !== "POST") return 405;
  if (!subscriber) return 404;
  if (subscriber.isGone) return 410;
  const authorization = request.headers.authorization;
  if (authorization === undefined) return 401;
  if (!isSigned(authorization, subscriber.applicationServerKey, origin)) return 403;
  const ttl = String(request.headers.ttl ?? "");
  if (!/^\d+$/.test(ttl)) return 400;
  if (body.length > maximumBody) return 413;
  if (request.headers["content-encoding"] !== "aes128gcm") return 415;
  subscriber.received.push({
    data: JSON.parse(decrypt(body, subscriber).toString("utf8")),
    ttl: Number(ttl),
    urgency: String(request.headers.urgency ?? "normal"),
    topic: request.headers.topic?.toString(),
  });
  return 201;
}

function createSubscriber(endpoint: string, applicationServerKey: string): Subscriber {
  const keys = createECDH("prime256v1");
  const p256dh = keys.generateKeys().toString("base64url");
  const auth = randomBytes(16);
  const subscriber: Subscriber = {
    subscription: { endpoint, keys: { p256dh, auth: auth.toString("base64url") } },
    keys,
    auth,
    applicationServerKey,
    received: [],
    isGone: false,
    end: () => {
      subscriber.isGone = true;
    },
  };
  return subscriber;
}

/** `vapid t=<JWT>, k=<key>`: signed with the key the phone subscribed for, for this service, for at most a day. */
function isSigned(authorization: string, expectedKey: string, origin: string): boolean {
  const [, token = "", key = ""] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = "", claims = "", signature = ""] = token.split(".");
  if (key !== expectedKey || signature === "") return false;
  const point = Buffer.from(key, "base64url");
  const publicKey = createPublicKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
  });
  const isGenuine = verify(
    "sha256",
    Buffer.from(`${header}.${claims}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url").toString());
  const seconds = Date.now() / 1000;
  return isGenuine && aud === origin && exp > seconds && exp <= seconds + 86_400 && isContact(sub);
}

/** RFC 8291 3.4 over RFC 8188: one record, decrypted with the phone's keys. Throws if it was made for another. */
function decrypt(body: Buffer, { auth, keys }: Pick<Subscriber, "auth" | "keys">): Buffer {
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const senderKey = body.subarray(21, 21 + body.readUInt8(20));
  const record = body.subarray(21 + senderKey.length);
  if (record.length > recordSize) throw new Error("A push has one record");
  const hmac = (key: Buffer, ...parts: (Buffer | string)[]): Buffer =>
    parts.reduce((hash, part) => hash.update(part), createHmac("sha256", key)).digest();
  const one = Buffer.from([1]);
  const shared = hmac(auth, keys.computeSecret(senderKey));
  const input = hmac(shared, "WebPush: info\0", keys.getPublicKey(), senderKey, one);
  const secret = hmac(salt, input);
  const contentKey = hmac(secret, "Content-Encoding: aes128gcm\0", one).subarray(0, 16);
  const nonce = hmac(secret, "Content-Encoding: nonce\0", one).subarray(0, 12);
  const decipher = createDecipheriv("aes-128-gcm", contentKey, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error("The last record ends with a 2");
  return padded.subarray(0, end);
}

function originOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): string {
  if (address === null || typeof address === "string") throw new Error("It does not listen");
  return `https://localhost:${address.port}`;
}

async function certificates(): Promise<{ ca: string; cert: string; key: string }> {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) };
  const names = ["localhost", "127.0.0.1"];
  const ca = await issueAuthority({
    ...validity,
    commonName: "Test push authority",
    key: authority,
    permitted: {
      dnsNames: ["localhost"],
      ranges: [{ address: Uint8Array.of(127, 0, 0, 1), mask: Uint8Array.of(255, 255, 255, 255) }],
    },
  });
  const cert = await issueLeaf({
    ...validity,
    authority: { pem: ca, key: authority },
    key: privateKey,
    commonName: "localhost",
    names,
  });
  return { ca, cert, key: privateKey.export({ format: "pem", type: "pkcs8" }).toString() };
}

/** As Apple's service looks at it: a domain that cannot exist is no contact. */
function isContact(subject: string): boolean {
  return /^(mailto:[^@]+@|https:\/\/)[\w.-]+\.\w+/.test(subject) && !/\.(invalid|local|localhost|test)\b/.test(subject);
}
