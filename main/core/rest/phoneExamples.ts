import type { AttentionItem } from "#shared/contract/attention.ts";
import type { PairingOffer, PairingRequest, Phone } from "#shared/contract/phones.ts";
import type { RelayStatus } from "#shared/contract/relay.ts";
import type { RestExample } from "./restExample.ts";

const id = "7d0a5f2e-4b1c-4f6a-8e33-90c1d2e3f4a5";
const session = "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10";
const time = 1_795_255_200_000;

const relay: RelayStatus = {
  kind: "open",
  since: time,
  port: 8766,
  url: "https://quarterdeck-k7m2.local:8766",
  addressUrls: ["https://192.168.1.20:8766"],
  trustUrl: "http://quarterdeck-k7m2.local:8766/trust",
  certificate: {
    kind: "own-authority",
    names: ["quarterdeck-k7m2.local", "192.168.1.20"],
    issuer: "Quarterdeck on mei-laptop",
    validFrom: time,
    validTo: time + 7_776_000_000,
    fingerprint: "3A:5F:…",
    authorityFingerprint: "C1:09:…",
  },
  announcement: { kind: "announced", name: "quarterdeck-k7m2.local" },
  connections: 1,
};

const phone: Phone = {
  id,
  name: "Mei’s phone",
  label: "Safari on iPhone",
  scopes: ["watch", "steer", "approve"],
  pairedAt: time,
  lastSeenAt: time + 60_000,
  lastAddress: "192.168.1.31",
  connections: 1,
  hasPush: false,
};

const offer: PairingOffer = {
  id: "o1",
  code: "402913",
  link: "https://quarterdeck-k7m2.local:8766/#pair=…",
  addressLinks: ["https://192.168.1.20:8766/#pair=…"],
  scopes: ["watch", "steer", "approve"],
  expiresAt: time + 300_000,
};

const request: PairingRequest = {
  id: "r1",
  name: "Mei’s phone",
  label: "Safari on iPhone",
  address: "192.168.1.31",
  words: [12, 200, 45, 7],
  scopes: ["watch", "steer", "approve"],
  expiresAt: time + 300_000,
};

const item: AttentionItem = {
  id,
  sequence: 41,
  kind: "permission",
  place: { kind: "session", session },
  who: "Fix the login page",
  tool: "claude",
  text: "Claude Code wants to run a command",
  detail: "npm test",
  choices: [
    { id: "allow", label: "Allow", role: "allow" },
    { id: "deny", label: "Deny", role: "deny" },
  ],
  acceptsText: false,
  state: "open",
  closedBy: null,
  answer: null,
  createdAt: time,
  updatedAt: time,
  deliveries: [
    {
      surface: "phone",
      target: id,
      label: "Mei’s phone",
      state: "delivered",
      reason: null,
      attempts: 1,
      times: { sentAt: time + 5, deliveredAt: time + 40, seenAt: null, answeredAt: null, nextAt: null },
    },
  ],
};
const answered: AttentionItem = {
  ...item,
  sequence: 42,
  state: "answered",
  answer: { choice: "allow", text: null, by: { kind: "phone", label: "Mei’s phone" }, at: time + 9000 },
  updatedAt: time + 9000,
};
const byId = { parameters: { id } };

/** The examples of the listener for phones, of phones and pairing, and of attention. */
export const phoneExamples: Readonly<Record<string, RestExample>> = {
  "relay.status": { answer: relay },
  "relay.statusChanges": { answer: relay },
  "phones.list": { answer: [phone] },
  "phones.changes": { answer: [phone] },
  "phones.update": { ...byId, body: { name: "Mei’s phone", scopes: ["watch", "approve"] }, answer: phone },
  "phones.revoke": { ...byId, answer: { id } },
  "phones.pairing": { answer: { offers: [offer], requests: [request], lastEnd: null } },
  "phones.offer": { body: { scopes: ["watch", "steer", "approve"] }, answer: offer },
  "phones.withdraw": { parameters: { id: "o1" }, answer: {} },
  "phones.confirm": {
    parameters: { id: "r1" },
    body: { name: "Mei’s phone", scopes: ["watch", "steer", "approve"] },
    answer: phone,
  },
  "phones.reject": { parameters: { id: "r1" }, answer: {} },
  "attention.list": { parameters: { state: "open", limit: 50 }, answer: [item] },
  "attention.get": { ...byId, answer: item },
  "attention.changes": { parameters: { after: 40 }, answer: { kind: "changed", sequence: 41, item } },
  "attention.acknowledge": { body: { ids: [id], stage: "seen" }, answer: {} },
  "attention.answer": { ...byId, body: { idempotencyKey: "b2f1c9e04d7a", choice: "allow" }, answer: answered },
  "attention.dismiss": { ...byId, answer: { ...item, state: "closed", closedBy: "dismissed" } },
  "attention.pushKey": { answer: { key: null } },
  "attention.subscribePush": {
    body: {
      endpoint: "https://push.example.net/send/8f2c",
      keys: {
        p256dh: "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
        auth: "tBHItJI5svbpez7KI4CCXg",
      },
    },
    answer: {},
  },
  "attention.unsubscribePush": { answer: {} },
  "attention.test": { answer: { ...item, kind: "notification", choices: [], deliveries: [] } },
};
