import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Client } from "#shared/contract/contract.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { wordsOf } from "#shared/pairing/words.ts";
import { createHandlers } from "../core/handlers.ts";
import { createLatestValue } from "../core/latestValue.ts";
import { createTestParts } from "../core/testParts.ts";
import { openRelay, openTestPhones, type TestPhones } from "../phones/phonesTestKit.ts";
import { createTestPhone } from "../phones/testPhone.ts";
import { type PairOptions, type PairTerminal, pairPhone } from "./pairPhone.ts";

/** The command over the real calls and the real phones; listener and terminal are the test's. */
describe("quarterdeck pair", () => {
  let house: TestPhones;
  let client: Client;
  let lines: string[];
  let notes: string[];
  let interruption: AbortController;
  const relayChanged = createLatestValue();
  const settings: Record<string, unknown>[] = [];

  beforeEach(async () => {
    house = await openTestPhones();
    house.now = Date.now();
    lines = [];
    notes = [];
    settings.length = 0;
    interruption = new AbortController();
    const tokens = { list: async () => [], create: async () => Promise.reject(), revoke: async () => Promise.reject() };
    const parts = createTestParts(tokens);
    const handlers = createHandlers({
      ...parts,
      phones: house.phones,
      relay: { status: () => house.relay, statusChanges: (signal) => relayChanged.follow(() => house.relay, signal) },
      settings: {
        ...parts.settings,
        update: async (changes) => {
          settings.push({ ...changes });
          house.relay = openRelay;
          relayChanged.changed();
        },
      },
    });
    const caller = { kind: "command-line", label: "Test", scopes: ["admin"], credentialId: "test" } as const;
    client = createRouterClient(handlers, { context: { caller, terminals: null } });
  });
  afterEach(() => house[Symbol.asyncDispose]());

  const run = (more: Partial<PairOptions> & { readonly language?: Language } = {}) =>
    pairPhone(client, {
      output: {
        language: more.language ?? "en",
        line: (text) => void lines.push(text),
        note: (text) => void notes.push(text),
      },
      scopes: ["watch", "steer"],
      name: undefined,
      isEnabling: false,
      terminal: null,
      signal: interruption.signal,
      ...more,
    });
  /** A terminal whose person answers so, once asked. */
  const person = (answer: string | null): PairTerminal & { readonly asked: Promise<void> } => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    return {
      asked,
      hasColours: false,
      progress: () => {},
      ask: (_question, signal) => {
        resolve();
        return new Promise((answered, refuse) => {
          if (answer !== null) answered(answer);
          signal.addEventListener("abort", () => refuse(signal.reason));
        });
      },
    };
  };
  const offerMade = async () =>
    await vi.waitFor(async () => {
      const [offer] = (await house.pairingState()).offers;
      if (!offer) throw new Error("no offer yet");
      return offer;
    });
  const phoneComes = async () => {
    const { code } = await offerMade();
    return await (await createTestPhone()).pair(house.door, { kind: "code", code });
  };
  const events = () => lines.map((line) => JSON.parse(line));

  it("says that the listener is off, and turns it on when told to", async () => {
    house.relay = { kind: "off" };
    await expect(run()).rejects.toMatchObject({ texts: { en: expect.stringContaining("pair --enable") } });
    expect(settings).toEqual([]);
    house.relay = { kind: "off" };
    const running = run({ isEnabling: true });
    await offerMade();
    expect(settings).toEqual([{ "relay.enabled": true }]);
    interruption.abort();
    expect(await running).toBe(130);
  });

  it("says why the listener does not open", async () => {
    house.relay = { kind: "failed", code: "CERTIFICATE_INVALID", userMessage: "", reason: "key does not fit" };
    await expect(run()).rejects.toMatchObject({ texts: { en: expect.stringContaining("key does not fit") } });
  });

  it("shows code, links, trust page and fingerprint, then the words, and lets the phone in on a yes", async () => {
    const running = run({ terminal: person("y") });
    const offer = await offerMade();
    const { words } = await phoneComes();
    expect(await running).toBe(0);
    const shown = lines.join("\n");
    for (const text of [
      offer.link,
      offer.addressLinks[0] ?? "missing",
      `${offer.code.slice(0, 3)} ${offer.code.slice(3)}`,
      "http://192.168.1.7:8767",
      "  CC\n  DD",
    ])
      expect(shown).toContain(text);
    for (const line of shown.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(notes.join("\n")).toContain("“Test phone” (Safari on iPhone, 192.168.1.20)");
    expect(notes.join("\n")).toContain(wordsOf(words, "en").join("  "));
    expect(notes.join("\n")).not.toContain(wordsOf(words, "zh-CN")[0]);
    expect(notes.at(-1)).toBe("“Test phone” is paired and may: watch, steer.");
    expect(await house.phones.list()).toMatchObject([{ name: "Test phone", scopes: ["watch", "steer"] }]);
  });

  it("shows the words in both languages to who reads Chinese", async () => {
    const running = run({ terminal: person("是"), language: "zh-CN", name: "小米" });
    const { words } = await phoneComes();
    expect(await running).toBe(0);
    for (const language of ["en", "zh-CN"] as const)
      expect(notes.join("\n")).toContain(wordsOf(words, language).join("  "));
    expect(await house.phones.list()).toMatchObject([{ name: "小米" }]);
  });

  it("turns the phone away on anything but a yes", async () => {
    for (const answer of ["", "n", "yes please", "yy"]) {
      const running = run({ terminal: person(answer) });
      const { request } = await phoneComes();
      expect(await running).toBe(1);
      expect(await house.door.wait({ request })).toEqual({ kind: "rejected" });
    }
    expect(await house.phones.list()).toEqual([]);
  });

  it("takes the offer back when it is interrupted, before a phone came and while it asks", async () => {
    const early = run();
    await offerMade();
    interruption.abort();
    expect(await early).toBe(130);
    expect(await house.pairingState()).toMatchObject({ offers: [], lastEnd: { reason: "withdrawn" } });
    interruption = new AbortController();
    const terminal = person(null);
    const late = run({ terminal });
    const { request } = await phoneComes();
    await terminal.asked;
    interruption.abort();
    expect(await late).toBe(130);
    expect(await house.door.wait({ request })).toEqual({ kind: "rejected" });
  });

  it("stops asking when somebody else has decided", async () => {
    const terminal = person(null);
    const running = run({ terminal });
    await phoneComes();
    await terminal.asked;
    const [request] = (await house.pairingState()).requests;
    await house.phones.pairing.confirm(request?.id ?? "", "By the window", ["watch"]);
    expect(await running).toBe(0);
    expect(notes.at(-1)).toBe("“By the window” is paired and may: watch.");
  });

  it("tells a script what happens, one line an event, and never confirms by itself", async () => {
    const running = run();
    const { words } = await phoneComes();
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(events()).toMatchObject([
      {
        event: "offer",
        code: expect.stringMatching(/^\d{6}$/),
        authorityFingerprint: "CC:DD",
        scopes: ["watch", "steer"],
      },
      {
        event: "request",
        name: "Test phone",
        address: "192.168.1.20",
        words: { en: wordsOf(words, "en"), "zh-CN": wordsOf(words, "zh-CN") },
      },
    ]);
    expect(await house.phones.list()).toEqual([]);
    await house.phones.pairing.confirm(events()[1].id, "Scripted", ["watch"]);
    expect(await running).toBe(0);
    expect(events()[2]).toMatchObject({ event: "paired", phone: { name: "Scripted", scopes: ["watch"] } });
  });

  it("tells a script why it came to nothing", async () => {
    const running = run();
    const { code } = await offerMade();
    const phone = await createTestPhone();
    const wrong = code === "000000" ? "000001" : "000000";
    for (let count = 0; count < 5; count += 1)
      await phone.pair(house.door, { kind: "code", code: wrong }).catch(() => {});
    expect(await running).toBe(1);
    expect(events().at(-1)).toEqual({ event: "ended", reason: "too-many-wrong-codes" });
  });
});
