import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { AttentionItem } from "#shared/contract/attention.ts";
import type { Session, StartSession } from "#shared/contract/sessions.ts";
import type { Link, LinkChannel } from "#shared/link/link.ts";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { desktopCaller } from "../../core/contract.ts";
import { createCore } from "../../core/core.ts";

/** The whole core in a folder of its own, and a client at the desktop; for tests. */
export interface HooksBench extends AsyncDisposable {
  readonly client: ReturnType<typeof createRpcClient>;
  readonly folder: string;
  readonly dataFolder: string;
  readonly hookUrl: string;
  /** Runs a line in a shell, in a session. */
  run(line: string, more?: Partial<StartSession>): Promise<Session>;
  items(session: string): Promise<AttentionItem[]>;
  screen(session: string): Promise<string>;
}

export async function openHooksBench(overrides: Readonly<Record<string, unknown>> = {}): Promise<HooksBench> {
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-hooks-"));
  const dataFolder = join(folder, "data");
  const core = await createCore({
    dataFolder,
    platform: { host: "headless", openExternal: async () => false },
    overrides: { "server.port": 0, "logging.level": "error", "sessions.stopGraceSeconds": 1, ...overrides },
  });
  const { near, far } = linkPair();
  const serving = core.serveLink(far, desktopCaller);
  const client = createRpcClient(near);
  return {
    client,
    folder,
    dataFolder,
    hookUrl: `${core.url}/hook`,
    run: async (line, more = {}) =>
      await client.sessions.start({ tool: "shell", folder, arguments: ["-c", line], ...more }),
    items: async (session) => {
      const all = await client.attention.list({ state: "all" });
      return all.filter(({ place }) => place.kind === "session" && place.session === session);
    },
    screen: async (session) => {
      const { rows } = await client.history.screen({ id: session });
      return rows.map(({ text }) => stripVTControlCharacters(text)).join("\n");
    },
    [Symbol.asyncDispose]: async () => {
      await serving[Symbol.asyncDispose]();
      await core[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Two ends of a link in one process. */
function linkPair(): { near: Link; far: Link } {
  const listeners = { near: new Map<LinkChannel, Listener>(), far: new Map<LinkChannel, Listener>() };
  const onClose = new Set<() => void>();
  const end = (own: "near" | "far", other: "near" | "far"): Link => ({
    send: (channel, message) => listeners[other].get(channel)?.(message),
    onMessage: (channel, listener) => void listeners[own].set(channel, listener),
    onClose: (listener) => void onClose.add(listener),
    close: () => {
      for (const listener of onClose) listener();
    },
  });
  return { near: end("near", "far"), far: end("far", "near") };
}

type Listener = (message: string | Uint8Array) => void;
