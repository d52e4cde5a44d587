import { createInterface } from "node:readline/promises";
import type { Client } from "#shared/contract/contract.ts";
import type { PairingOffer, PairingRequest, PairingState, Phone } from "#shared/contract/phones.ts";
import type { RelayStatus } from "#shared/contract/relay.ts";
import type { Scope } from "#shared/contract/scopes.ts";
import { AppError } from "#shared/errors/appError.ts";
import { isErrorCode } from "#shared/errors/errorCatalogue.ts";
import { errorText, type Language } from "#shared/errors/errorTexts.ts";
import { wordsOf } from "#shared/pairing/words.ts";
import type { Output } from "./output.ts";
import { qrLines } from "./pairQr.ts";
import { type PairTexts, pairExplained, pairTexts } from "./pairTexts.ts";

type OpenRelay = Extract<RelayStatus, { kind: "open" }>;
type End = { readonly kind: "paired" } | { readonly kind: "ended"; readonly reason: keyof PairTexts["ended"] };

/** The person's terminal, as far as pairing needs it. */
export interface PairTerminal {
  readonly hasColours: boolean;
  /** Writes over the line that was written last this way. */
  progress(text: string): void;
  /** What the person answers; rejects when the signal aborts. */
  ask(question: string, signal: AbortSignal): Promise<string>;
}

export interface PairOptions {
  readonly output: Output;
  readonly scopes: Scope[];
  readonly name: string | undefined;
  readonly isEnabling: boolean;
  /** Null in a script: then events are printed as JSON, and somebody confirms elsewhere, by the words. */
  readonly terminal: PairTerminal | null;
  /** Aborted by Ctrl-C: the offer is taken back. */
  readonly signal: AbortSignal;
}

/** Offers to pair one phone and stays until that has come to an end. Answers with the exit code; 130 when it was interrupted. */
export async function pairPhone(client: Client, options: PairOptions): Promise<number> {
  const { output, signal, terminal } = options;
  const texts = pairTexts(output.language);
  const relay = await reachRelay(client, options.isEnabling, signal);
  const offer = await client.phones.offer({ scopes: options.scopes });
  if (terminal) for (const line of invitation(offer, relay, terminal.hasColours, texts)) output.line(line);
  else output.line(JSON.stringify({ event: "offer", ...offer, trustUrl: relay.trustUrl, ...fingerprints(relay) }));
  try {
    return await follow(client, offer, options);
  } catch (error) {
    if (!signal.aborted) throw error;
    await client.phones.withdraw({ id: offer.id });
    if (terminal) terminal.progress("");
    output.note(texts.withdrawn);
    return 130;
  }
}

/** The relay once it is open. Throws ExplainedError where it is off or does not open. */
async function reachRelay(client: Client, isEnabling: boolean, signal: AbortSignal): Promise<OpenRelay> {
  const status = await client.relay.status();
  if (status.kind === "off" && !isEnabling) throw pairExplained((texts) => texts.relayOff);
  if (status.kind === "off") await client.settings.update({ changes: { "relay.enabled": true } });
  let hasBegun = status.kind !== "off";
  for await (const now of await client.relay.statusChanges(undefined, { signal })) {
    if (now.kind === "open") return now;
    if (now.kind === "failed" && hasBegun)
      throw pairExplained((texts, language) => texts.relayFailed(reasonOf(now, language)));
    if (now.kind === "off" && hasBegun) throw pairExplained((texts) => texts.relayOff);
    hasBegun ||= now.kind !== "off";
  }
  throw new AppError("LINK_CLOSED");
}

function reasonOf({ code, reason }: Extract<RelayStatus, { kind: "failed" }>, language: Language): string {
  return isErrorCode(code) ? `${errorText(code, language, {})} (${reason})` : reason;
}

function invitation(offer: PairingOffer, relay: OpenRelay, hasColours: boolean, texts: PairTexts): string[] {
  const [byAddress] = offer.addressLinks;
  // A name that is not announced leads nowhere.
  const link = relay.announcement.kind === "announced" ? offer.link : (byAddress ?? offer.link);
  return [
    texts.scan,
    ...qrLines(link, hasColours),
    texts.orOpen(offer.link),
    ...(byAddress === undefined ? [] : [texts.orByAddress(byAddress)]),
    texts.orType(new URL(link).origin, offer.code),
    "",
    relay.trustUrl === null
      ? texts.ownCertificate
      : texts.trust(relay.trustUrl, relay.certificate.authorityFingerprint),
    texts.permissions(offer.scopes.join(", ")),
    "",
  ];
}

function fingerprints({ certificate }: OpenRelay) {
  const { fingerprint, authorityFingerprint } = certificate;
  return { fingerprint, authorityFingerprint };
}

async function follow(client: Client, offer: PairingOffer, options: PairOptions): Promise<number> {
  const { output, signal, terminal } = options;
  const texts = pairTexts(output.language);
  const before = new Set((await client.phones.list()).map(({ id }) => id));
  const states = (await client.phones.pairing(undefined, { signal }))[Symbol.asyncIterator]();
  using _clock = terminal ? countDown(offer.expiresAt, terminal, texts) : null;
  const met = await meet(states, offer.id);
  _clock?.[Symbol.dispose]();
  if ("kind" in met) return tellEnd(met, null, options);
  const words = { en: wordsOf(met.words, "en"), "zh-CN": wordsOf(met.words, "zh-CN") };
  const over = whenOver(states, offer.id);
  if (!terminal) output.line(JSON.stringify({ event: "request", ...met, words }));
  const end = terminal ? await decide(client, met, over, { ...options, terminal }) : await over;
  const phone = end.kind === "paired" ? (await client.phones.list()).find(({ id }) => !before.has(id)) : undefined;
  return tellEnd(end, phone ?? null, options);
}

/** The phone that used the offer, once its words are there, or how the offer ended without one. */
async function meet(states: AsyncIterator<PairingState>, id: string): Promise<PairingRequest | End> {
  for (let next = await states.next(); !next.done; next = await states.next()) {
    const request = next.value.requests.find((one) => one.id === id);
    if (request) return request;
    const end = next.value.lastEnd;
    if (end?.offer === id) return { kind: "ended", reason: end.reason };
  }
  throw new AppError("LINK_CLOSED");
}

/** How the phone's waiting ended, here or by somebody at another window. */
async function whenOver(states: AsyncIterator<PairingState>, id: string): Promise<End> {
  for (let next = await states.next(); !next.done; next = await states.next()) {
    if (next.value.requests.some((one) => one.id === id)) continue;
    const end = next.value.lastEnd;
    return end?.offer === id ? { kind: "ended", reason: end.reason } : { kind: "paired" };
  }
  throw new AppError("LINK_CLOSED");
}

/** Shows the words and asks. Whoever decides first, here or elsewhere, has decided. */
async function decide(
  client: Client,
  request: PairingRequest,
  over: Promise<End>,
  { output, name, terminal, signal }: PairOptions & { readonly terminal: PairTerminal },
): Promise<End> {
  const texts = pairTexts(output.language);
  terminal.progress("");
  output.note(texts.asks(request.name, request.label, request.address));
  output.note(texts.sameWords);
  output.note("");
  for (const line of wordLines(request.words, output.language)) output.note(`    ${line}`);
  output.note("");
  const decided = new AbortController();
  const asked = terminal.ask(texts.question, AbortSignal.any([signal, decided.signal]));
  const first = await Promise.race([asked, over]).finally(() => decided.abort());
  if (typeof first !== "string") {
    await asked.catch((error: unknown) => {
      // The question was taken back because somebody else decided.
      if (!decided.signal.aborted) throw error;
    });
    return first;
  }
  const { id, scopes } = request;
  if (texts.yes.test(first.trim())) await client.phones.confirm({ id, name: name ?? request.name, scopes });
  else await client.phones.reject({ id });
  return await over;
}

/** The words as the phone shows them. A phone in English beside a computer in Chinese is common, the other way round is not. */
function wordLines(words: readonly number[], language: Language): string[] {
  const english = wordsOf(words, "en").join("  ");
  return language === "en" ? [english] : [wordsOf(words, language).join("  "), english];
}

function tellEnd(end: End, phone: Phone | null, { output, terminal }: PairOptions): number {
  const texts = pairTexts(output.language);
  if (!terminal)
    output.line(
      JSON.stringify(end.kind === "paired" ? { event: "paired", phone } : { event: "ended", reason: end.reason }),
    );
  else {
    terminal.progress("");
    if (end.kind === "ended") output.note(texts.ended[end.reason]);
    else if (phone) output.note(texts.paired(phone.name, phone.scopes.join(", ")));
  }
  return end.kind === "paired" ? 0 : 1;
}

/** Shows the time that is left, every second, until it is disposed. */
function countDown(expiresAt: number, terminal: PairTerminal, texts: PairTexts): Disposable {
  const show = (): void => {
    const seconds = Math.max(0, Math.ceil((expiresAt - Date.now()) / 1000));
    terminal.progress(texts.waiting(Math.floor(seconds / 60), seconds % 60));
  };
  show();
  const timer = setInterval(show, 1000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** The terminal this program runs in. `interrupt` is called for a Ctrl-C while it asks, which is no signal then. */
export function openPairTerminal(interrupt: () => void): PairTerminal {
  return {
    hasColours: process.stdout.isTTY === true && process.stdout.hasColors() && !process.env.NO_COLOR,
    progress: (text) => void process.stderr.write(`\r\x1b[K${text}`),
    ask: async (question, signal) => {
      const editor = createInterface({ input: process.stdin, output: process.stderr, terminal: true, historySize: 0 });
      editor.once("SIGINT", interrupt);
      try {
        return await editor.question(question, { signal });
      } finally {
        editor.close();
      }
    },
  };
}
