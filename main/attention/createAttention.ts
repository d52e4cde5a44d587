import type { Kysely } from "kysely";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Phone } from "#shared/contract/phones.ts";
import { Scope } from "../core/scope.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { Attention } from "./contract.ts";
import { type CountAttention, countItems } from "./countItems.ts";
import { Courier } from "./delivery/courier.ts";
import { LivePages } from "./delivery/livePages.ts";
import { DesktopSlot } from "./desktopSlot.ts";
import { createItems } from "./items/createItems.ts";
import { ItemBoard } from "./items/itemBoard.ts";
import { Outcomes } from "./items/outcomes.ts";
import { readChanges } from "./items/readChanges.ts";
import { createPush, type PushNetwork } from "./push/createPush.ts";
import { createRetention } from "./retention.ts";
import { createWebSurfaces } from "./surfaces/webSurfaces.ts";
import { attentionTexts } from "./texts.ts";
import { gatherWorld } from "./world.ts";

export interface AttentionDeps {
  readonly database: Kysely<Tables>;
  readonly log: Log;
  readonly settings: {
    readonly current: () => ConfigurationValues["attention"];
    onChange(listener: () => void): Disposable;
  };
  /** Where the push key is kept. */
  readonly secrets: () => Promise<{
    get(name: string): Promise<string | null>;
    set(name: string, value: string): Promise<unknown>;
  }>;
  /** The value behind `secret:name`; a text without that prefix as it is. Throws SECRET_NOT_FOUND. */
  readonly resolveSecret: (value: string) => Promise<string>;
  /** The paired phones, now and at every change. */
  readonly phones: (signal: AbortSignal) => AsyncIterable<Phone[]>;
  readonly pushChanged: (phone: string, hasPush: boolean) => void;
  /** In which language texts for ntfy, webhook and push are written. */
  readonly language: () => "en" | "zh-CN";
  /** Where a phone opens an item: the relay's origin; null while it is off. */
  readonly phoneUrl: () => string | null;
  /** For the metrics: `raised`, `answered`, `closed`, or `delivered` and `failed` with the surface. */
  readonly count?: CountAttention;
  /** Other than the internet in tests: their own authority, and addresses that are not public. */
  readonly network?: PushNetwork;
  readonly now?: () => number;
}

/** Opens what was kept and goes on with what is due. Throws STORAGE_FAILED, DISK_FULL. */
export async function createAttention(deps: AttentionDeps): Promise<Attention> {
  const scope = new Scope();
  try {
    return await build(deps, scope);
  } catch (error) {
    await scope[Symbol.asyncDispose]();
    throw error;
  }
}

async function build(deps: AttentionDeps, scope: Scope): Promise<Attention> {
  const { count = () => {}, database, language, log, network, now = Date.now, phoneUrl, secrets, settings } = deps;
  const board = scope.use(await ItemBoard.open(database, log));
  const retention = createRetention({ board, log, now, keepDays: () => settings.current().keepDays });
  await retention.run();

  // What is told while opening is looked at when all is open.
  let courier: Courier | undefined;
  const worldChanged = (): void => courier?.worldChanged();
  const pages = new LivePages(worldChanged);
  const desktop = new DesktopSlot(log, worldChanged);
  const push = await createPush({
    database,
    secrets,
    network,
    isOn: () => settings.current().push,
    contact: () => settings.current().pushContact,
    changed: (phone, hasPush) => {
      deps.pushChanged(phone, hasPush);
      worldChanged();
    },
  });
  let phones: readonly Phone[] | null = null;
  const carrying = scope.use(
    new Courier({
      board,
      log,
      now,
      world: () =>
        gatherWorld({
          settings: settings.current(),
          pages,
          phones,
          hasDesktop: desktop.isThere,
          hasPush: push.has,
        }),
      carriers: {
        desktop: desktop.carry,
        push: push.carry,
        ...createWebSurfaces({
          settings: settings.current,
          secrets,
          resolveSecret: deps.resolveSecret,
          language,
          link: (id) => linkTo(phoneUrl(), id),
          ca: network?.ca,
        }),
      },
    }),
  );
  courier = carrying;
  const outcomes = scope.use(new Outcomes());
  const items = scope.use(createItems({ board, database, outcomes, language, now, planned: carrying.planned }));
  scope.use(
    board.onChange((item) => {
      outcomes.changed(item);
      desktop.itemChanged(item);
      carrying.itemChanged(item);
    }),
  );
  scope.use(countItems(board, count));
  scope.use(settings.onChange(worldChanged));
  scope.use(
    follow(deps.phones, log, async (paired) => {
      phones = paired;
      worldChanged();
      await push.keepOnly(paired.map(({ id }) => id));
    }),
  );
  carrying.worldChanged();

  return {
    ...items,
    raise: (request) => {
      retention.runIfDue();
      return items.raise(request);
    },
    get openCount() {
      return board.openCount;
    },
    onChange: (listener) => board.onChange(listener),
    changes: async function* (caller, after, signal) {
      using _page = pages.follow(caller, signal);
      // So that what this page gets first says already that it was sent to it.
      await carrying.settled();
      yield* readChanges(board, database, after, signal);
    },
    pushKey: push.key,
    subscribePush: push.subscribe,
    unsubscribePush: push.unsubscribe,
    presence: (link, caller, isActive) => pages.presence(link, caller, isActive),
    test: () => {
      const { text, who } = attentionTexts(language()).test;
      return items.raise({ kind: "notification", place: { kind: "app" }, who, text });
    },
    attachDesktop: (notifier) => desktop.use(notifier),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

function linkTo(origin: string | null, id: string): string | null {
  return origin === null ? null : `${origin}/#/inbox/${id}`;
}

/** Hands on every value until disposed; a failure of one is logged, and the next is handed on. */
function follow<Value>(
  values: (signal: AbortSignal) => AsyncIterable<Value>,
  log: Log,
  take: (value: Value) => Promise<void>,
): AsyncDisposable {
  const stop = new AbortController();
  const read = async (): Promise<void> => {
    for await (const value of values(stop.signal)) {
      await take(value).catch((error: unknown) => log.error("A change of the phones was not taken in", { error }));
    }
  };
  const reading = read().catch((error: unknown) => {
    if (!stop.signal.aborted) log.error("The phones can no longer be followed for attention", { error });
  });
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error("closing"));
      await reading;
    },
  };
}
