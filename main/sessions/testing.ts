import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Link } from "#shared/link/link.ts";
import { decodeServerFrame, encodeFrame, type TerminalFrame } from "#shared/terminal/frames.ts";
import { silentLog } from "../observability/log.ts";
import { openDatabase, type Storage } from "../storage/openDatabase.ts";
import type { Sessions } from "./contract.ts";
import { createSessions } from "./createSessions.ts";
import type { SessionsOptions } from "./sessionsOptions.ts";
import { createTools } from "./tools/tools.ts";

/** The sessions part on a real database in a folder of its own; for tests only. */
export interface SessionsBench extends AsyncDisposable {
  readonly folder: string;
  readonly sessions: Sessions;
  readonly storage: Storage;
  /** Ends the part without stopping anything else, then opens it again on the same folder. */
  reopen(): Promise<void>;
}

export async function openSessionsBench(
  settings: Partial<ReturnType<SessionsOptions["settings"]>> = {},
  more: Partial<SessionsOptions> = {},
): Promise<SessionsBench> {
  const folder = mkdtempSync(join(tmpdir(), "quarterdeck-sessions-"));
  const open = async () => {
    const storage = openDatabase({ dataFolder: folder, log: silentLog });
    const tools = createTools({
      userTools: () => [],
      shell: () => "/bin/bash",
      environment: process.env,
    });
    const sessions = await createSessions({
      database: storage.database,
      folder: join(folder, "sessions"),
      tools,
      log: silentLog,
      settings: () => ({ maximum: 100, historyMegabytes: 256, stopGraceSeconds: 5, ...settings }),
      withSecrets: async (environment) => environment,
      ...more,
    });
    return { storage, sessions };
  };
  let current = await open();
  const close = async (): Promise<void> => {
    await current.sessions[Symbol.asyncDispose]();
    await current.storage[Symbol.asyncDispose]();
  };
  return {
    folder,
    get sessions() {
      return current.sessions;
    },
    get storage() {
      return current.storage;
    },
    reopen: async () => {
      await close();
      current = await open();
    },
    [Symbol.asyncDispose]: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A link in memory, and the client at its other end. */
export interface TestClient {
  readonly link: Link;
  readonly frames: TerminalFrame[];
  send(frame: TerminalFrame): void;
  sendBytes(bytes: Uint8Array): void;
  close(): void;
  /** Called for every frame that arrives. */
  onFrame: (frame: TerminalFrame) => void;
}

export function openTestClient(): TestClient {
  let listener: (message: string | Uint8Array) => void = () => {};
  let onClose = (): void => {};
  const client: TestClient = {
    frames: [],
    onFrame: () => {},
    link: {
      send: (_channel, message) => {
        if (typeof message === "string") return;
        const frame = decodeServerFrame(message);
        client.frames.push(frame);
        client.onFrame(frame);
      },
      onMessage: (channel, heard) => {
        if (channel === "terminal") listener = heard;
      },
      onClose: (heard) => {
        onClose = heard;
      },
      close: () => onClose(),
    },
    send: (frame) => listener(encodeFrame(frame)),
    sendBytes: (bytes) => listener(bytes),
    close: () => onClose(),
  };
  return client;
}
