import type { Client } from "#shared/contract/contract.ts";
import type { PairingRequest, Phone } from "#shared/contract/phones.ts";
import { scopes as everyScope, type Scope, scope } from "#shared/contract/scopes.ts";
import { wordsOf } from "#shared/pairing/words.ts";
import { type Command, type CommandContext, dataFolderOf } from "./command.ts";
import { table } from "./output.ts";
import { openPairTerminal, pairPhone } from "./pairPhone.ts";
import { pairExplained, pairTexts } from "./pairTexts.ts";
import { withInstance } from "./runningInstance.ts";
import { chooseCommand, type Parsed, parseFlags, UsageError } from "./usage.ts";

/** What a phone gets that nobody chose for: it may watch, type and answer, but neither start programs nor change settings. */
const usualScopes: readonly Scope[] = ["watch", "steer", "approve"];

const pairFlags = {
  scopes: { type: "string", multiple: true },
  name: { type: "string" },
  enable: { type: "boolean" },
} as const;
const confirmFlags = { scopes: { type: "string", multiple: true }, name: { type: "string" } } as const;

/** `pair`, `pair confirm|list|revoke|scopes`. */
export const pairCommand: Command = async (context) => {
  const { given, texts } = context;
  const [word, ...rest] = given;
  if (word === undefined || word.startsWith("-")) return await pair(context, parseFlags(given, pairFlags, texts));
  const command = chooseCommand(word, ["confirm", "list", "revoke", "scopes"], texts);
  if (command === "confirm") return await confirm(context, parseFlags(rest, confirmFlags, texts));
  const flags = parseFlags(rest, {}, texts);
  if (command === "list") return await list(context, flags);
  return command === "revoke" ? await revoke(context, flags) : await changeScopes(context, flags);
};

async function pair(context: CommandContext, flags: Parsed): Promise<number> {
  const { output, texts } = context;
  noMore(flags.positionals, texts);
  const isScript = flags.has("json");
  if (!isScript && !process.stdin.isTTY) throw new UsageError(pairTexts(output.language).needsTerminal);
  const wanted = scopesOf(flags.texts("scopes"), texts);
  using interruption = listenForInterruption();
  const { interrupt, signal } = interruption;
  return await withInstance(dataFolderOf(flags), (client) =>
    pairPhone(client, {
      output,
      scopes: wanted.length === 0 ? [...usualScopes] : wanted,
      name: flags.text("name"),
      isEnabling: flags.has("enable"),
      terminal: isScript ? null : openPairTerminal(interrupt),
      signal,
    }),
  );
}

/**
 * Lets the phone in that shows these words. The words are the safety of it: who calls has read them from the phone, so that nobody
 * is let in unseen, by a script neither.
 */
async function confirm(context: CommandContext, flags: Parsed): Promise<number> {
  const { output, texts } = context;
  const own = pairTexts(output.language);
  const words = flags.positionals.flatMap((text) => text.toLowerCase().split(/[\s,·-]+/)).filter((text) => text !== "");
  if (words.length !== 4) throw new UsageError(own.wordsMissing);
  const wanted = scopesOf(flags.texts("scopes"), texts);
  const phone = await withInstance(dataFolderOf(flags), async (client) => {
    const request = fitting(await waitingRequests(client), words);
    return await client.phones.confirm({
      id: request.id,
      name: flags.text("name") ?? request.name,
      scopes: wanted.length === 0 ? request.scopes : wanted,
    });
  });
  if (flags.has("json")) output.line(JSON.stringify(phone));
  else output.note(own.paired(phone.name, phone.scopes.join(", ")));
  return 0;
}

async function waitingRequests(client: Client): Promise<PairingRequest[]> {
  for await (const { requests } of await client.phones.pairing()) return requests;
  return [];
}

function fitting(requests: readonly PairingRequest[], words: readonly string[]): PairingRequest {
  if (requests.length === 0) throw pairExplained((texts) => texts.noRequest);
  const found = requests.find((request) =>
    (["en", "zh-CN"] as const).some((language) => wordsOf(request.words, language).join(" ") === words.join(" ")),
  );
  if (!found) throw pairExplained((texts) => texts.otherWords);
  return found;
}

async function list({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  noMore(flags.positionals, texts);
  const own = pairTexts(output.language);
  const phones = await withInstance(dataFolderOf(flags), (client) => client.phones.list());
  if (flags.has("json")) output.line(JSON.stringify(phones));
  else if (phones.length === 0) output.note(own.noPhones);
  else {
    const time = (at: number | null) => (at === null ? "–" : new Date(at).toISOString().slice(0, 16).replace("T", " "));
    const rows = phones.map((phone) => [
      phone.id.slice(0, 8),
      phone.name,
      phone.scopes.join(","),
      time(phone.lastSeenAt),
      phone.lastAddress ?? "–",
      String(phone.connections),
    ]);
    for (const row of table([own.phoneColumns, ...rows])) output.line(row);
  }
  return 0;
}

async function revoke({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  const [given, ...more] = flags.positionals;
  if (given === undefined) throw new UsageError(texts.needs("<id>"));
  noMore(more, texts);
  const { name } = await withInstance(dataFolderOf(flags), async (client) => {
    const phone = await namedPhone(client, given, output.language);
    await client.phones.revoke({ id: phone.id });
    return phone;
  });
  output.note(pairTexts(output.language).revoked(name));
  return 0;
}

async function changeScopes({ output, texts }: CommandContext, flags: Parsed): Promise<number> {
  const [given, ...wanted] = flags.positionals;
  if (given === undefined) throw new UsageError(texts.needs("<id>"));
  if (wanted.length === 0) throw new UsageError(texts.needs("<a,b>"));
  const scopes = scopesOf(wanted, texts);
  const phone = await withInstance(dataFolderOf(flags), async (client) =>
    client.phones.update({ id: (await namedPhone(client, given, output.language)).id, scopes }),
  );
  if (flags.has("json")) output.line(JSON.stringify(phone));
  else output.note(pairTexts(output.language).mayNow(phone.name, phone.scopes.join(", ")));
  return 0;
}

/** The phone meant by its id, the beginning of it, or its name. Throws UsageError, ExplainedError. */
async function namedPhone(client: Client, given: string, language: "en" | "zh-CN"): Promise<Phone> {
  const [found, another] = (await client.phones.list()).filter(
    ({ id, name }) => id.startsWith(given) || name === given,
  );
  if (!found) throw pairExplained((texts) => texts.noSuchPhone(given));
  if (another) throw new UsageError(pairTexts(language).manyPhones(given));
  return found;
}

function scopesOf(given: readonly string[], texts: CommandContext["texts"]): Scope[] {
  return given
    .flatMap((text) => text.split(","))
    .map((text) => {
      const read = scope.safeParse(text.trim());
      if (!read.success) throw new UsageError(texts.badScope(text.trim(), everyScope.join(", ")));
      return read.data;
    });
}

function noMore([word]: readonly string[], texts: CommandContext["texts"]): void {
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
}

/** Ctrl-C and its kin become an abort, so that the offer can be taken back before the program ends. */
function listenForInterruption(): { readonly signal: AbortSignal; readonly interrupt: () => void } & Disposable {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new Error("interrupted"));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, interrupt);
  return {
    signal: controller.signal,
    interrupt,
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
