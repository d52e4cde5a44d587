import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attentionSettings } from "#shared/configuration/attentionSettings.ts";
import type { AttentionEvent } from "#shared/contract/attention.ts";
import type { Phone } from "#shared/contract/phones.ts";
import type { Caller } from "../core/caller.ts";
import { createLatestValue } from "../core/latestValue.ts";
import { Scope } from "../core/scope.ts";
import { silentLog } from "../observability/log.ts";
import { openDatabase } from "../storage/openDatabase.ts";
import type { Attention, AttentionRequest } from "./contract.ts";
import { type AttentionDeps, createAttention } from "./createAttention.ts";

type Settings = ReturnType<AttentionDeps["settings"]["current"]>;

/** Attention over a real database in a folder of its own, its neighbours in the test's hand. */
export interface TestAttention extends AsyncDisposable {
  readonly attention: Attention;
  readonly secrets: Map<string, string>;
  readonly pushChanges: [phone: string, hasPush: boolean][];
  /** Ends it and opens it again on the same data, as a restart does. */
  restart(): Promise<void>;
  changeSettings(changes: Partial<Settings>): void;
  /** Pairs these phones, and no others. */
  pair(...phones: Phone[]): Promise<void>;
}

export async function openTestAttention(
  given: Partial<AttentionDeps> & { initial?: Partial<Settings> } = {},
): Promise<TestAttention> {
  const { initial, ...overrides } = given;
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-attention-"));
  const secrets = new Map<string, string>();
  const pushChanges: [string, boolean][] = [];
  const settingsChanged = new Set<() => void>();
  const phonesChanged = createLatestValue();
  let settings: Settings = { ...attentionSettings.parse(undefined), ...initial };
  let phones: Phone[] = [];
  let scope = new Scope();

  const open = async () => {
    const storage = scope.use(openDatabase({ dataFolder: folder, log: silentLog }));
    const attention = scope.use(
      await createAttention({
        database: storage.database,
        log: silentLog,
        settings: {
          current: () => settings,
          onChange: (listener) => {
            settingsChanged.add(listener);
            return { [Symbol.dispose]: () => settingsChanged.delete(listener) };
          },
        },
        secrets: async () => ({
          get: async (name) => secrets.get(name) ?? null,
          set: async (name, value) => secrets.set(name, value),
        }),
        resolveSecret: async (value) => (value.startsWith("secret:") ? (secrets.get(value.slice(7)) ?? "") : value),
        phones: (signal) => phonesChanged.follow(() => phones, signal),
        pushChanged: (phone, hasPush) => pushChanges.push([phone, hasPush]),
        language: () => "en",
        phoneUrl: () => "https://desk.local:8766",
        ...overrides,
      }),
    );
    return { attention, database: storage.database };
  };
  let opened = await open();

  return {
    get attention() {
      return opened.attention;
    },
    secrets,
    pushChanges,
    restart: async () => {
      await scope[Symbol.asyncDispose]();
      scope = new Scope();
      opened = await open();
    },
    changeSettings: (changes) => {
      settings = { ...settings, ...changes };
      for (const listener of settingsChanged) listener();
    },
    pair: async (...paired) => {
      for (const { id, name, label, scopes, pairedAt } of paired) {
        await opened.database
          .insertInto("phones")
          .values({
            id,
            name,
            label,
            public_key: id,
            scopes: JSON.stringify(scopes),
            paired_at: pairedAt,
            last_seen_at: null,
            last_address: null,
            revoked_at: null,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      phones = paired;
      phonesChanged.changed();
    },
    [Symbol.asyncDispose]: async () => {
      await scope[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function testPhone(number: number, name = `Phone ${number}`): Phone {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    name,
    label: "Safari on iPhone",
    scopes: ["watch", "approve"],
    pairedAt: 1,
    lastSeenAt: null,
    lastAddress: null,
    connections: 0,
    hasPush: false,
  };
}

export function callerOf({ id, name, scopes }: Phone): Caller {
  return { kind: "phone", label: name, scopes, credentialId: id };
}

export const deskCaller: Caller = { kind: "desktop", label: "Desktop", scopes: ["admin"], credentialId: "desktop" };

export const someSession = "5e551011-0000-4000-8000-000000000001";

/** A permission request of a session, with two choices. */
export function permission(changes: Partial<AttentionRequest> = {}): AttentionRequest {
  return {
    kind: "permission",
    place: { kind: "session", session: someSession },
    who: "build",
    tool: "claude",
    text: "May I run this?",
    detail: "rm -rf dist",
    choices: [
      { id: "allow", label: "Allow", role: "allow" },
      { id: "deny", label: "Deny", role: "deny" },
    ],
    ...changes,
  };
}

export function bell(changes: Partial<AttentionRequest> = {}): AttentionRequest {
  return { kind: "bell", place: { kind: "session", session: someSession }, who: "build", text: "Ding", ...changes };
}

/** Reads a stream of changes as a client does, and waits for what it expects. */
export class TestReader implements AsyncDisposable {
  readonly events: AttentionEvent[] = [];
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  #wake = Promise.withResolvers<void>();

  constructor(attention: Attention, caller: Caller = deskCaller, after?: number) {
    this.#ended = this.#read(attention.changes(caller, after, this.#abort.signal));
  }

  async #read(events: AsyncIterable<AttentionEvent>): Promise<void> {
    for await (const event of events) {
      this.events.push(event);
      this.#wake.resolve();
      this.#wake = Promise.withResolvers();
    }
  }

  /** Of the last event taken. */
  get sequence(): number {
    return this.events.at(-1)?.sequence ?? -1;
  }

  /** Resolves when what was read fulfils this; a stream that ends first rejects. */
  async until(condition: (events: readonly AttentionEvent[]) => boolean): Promise<void> {
    while (!condition(this.events)) {
      const more = await Promise.race([this.#wake.promise.then(() => true), this.#ended.then(() => false)]);
      if (!more && !condition(this.events)) throw new Error("The stream ended before that");
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }
}
