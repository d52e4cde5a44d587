import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Tool, ToolBox } from "../chat/contract.ts";
import { createLatestValue } from "../core/latestValue.ts";
import type { Log } from "../observability/log.ts";
import { type Timing, usualTiming } from "./client/runServer.ts";
import { ServerSet } from "./client/serverSet.ts";

export interface ToolBoxDeps {
  /** The app's own. */
  readonly ownTools: readonly Tool[];
  readonly settings: {
    readonly current: () => ConfigurationValues["chat"];
    onChange(listener: () => void): Disposable;
  };
  /** The additions to a server's environment, or its headers, with the secrets in place of their names. */
  readonly withSecrets: (values: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>;
  /** Of this program, as servers are told. */
  readonly version: string;
  /** Of the reasons why a server failed. */
  readonly language: () => Language;
  readonly log: Log;
  readonly timing?: Timing;
}

/** Chats end a call after `toolTimeoutSeconds` themselves; who calls without a limit is ended a little later. */
const patienceMs = 5_000;

/** The app's own tools and those of the servers that are configured now. A change of the settings touches only the servers that changed. */
export function createToolBox({ ownTools, settings, timing = usualTiming, ...deps }: ToolBoxDeps): ToolBox {
  const listeners = new Set<() => void>();
  const latest = createLatestValue();
  let tools: readonly Tool[] = ownTools;
  const changed = (): void => {
    tools = [...ownTools, ...set.tools()];
    latest.changed();
    for (const listener of [...listeners]) listener();
  };
  const set = new ServerSet({
    ...deps,
    timing,
    changed,
    toolTimeoutMs: () => settings.current().toolTimeoutSeconds * 1000 + patienceMs,
  });
  const follow = (): void => {
    set.follow(settings.current().mcpServers);
    changed();
  };
  follow();
  const following = settings.onChange(follow);
  return {
    tools: () => tools,
    onChange: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    servers: () => set.states(),
    serverChanges: (signal) => latest.follow(() => set.states(), signal),
    [Symbol.asyncDispose]: async () => {
      following[Symbol.dispose]();
      await set[Symbol.asyncDispose]();
    },
  };
}
