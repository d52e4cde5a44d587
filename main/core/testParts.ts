import type { Session, SessionsEvent } from "#shared/contract/sessions.ts";
import type { SystemStatus } from "#shared/contract/system.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Attention } from "../attention/contract.ts";
import type { Phones } from "../phones/contract.ts";
import type { Sessions } from "../sessions/contract.ts";
import type { Tools } from "../sessions/tools/contract.ts";
import type { HandlerParts } from "./handlers.ts";
import { createLatestValue } from "./latestValue.ts";
import { createNotices } from "./notices.ts";
import { createSystem } from "./system.ts";
import { fakeChat, fakeModels } from "./testChat.ts";
import { fakeAttention, fakePhones } from "./testPhonesAndAttention.ts";

/** What the handlers need, with fakes at the ports; for tests of what lies between them and a client. */
export function createTestParts(
  tokens: HandlerParts["tokens"],
  fakes: {
    readonly sessions?: Partial<Sessions>;
    readonly tools?: Partial<Tools>;
    readonly phones?: Partial<Phones>;
    readonly attention?: Partial<Attention>;
  } = {},
): HandlerParts {
  const status: Omit<SystemStatus, "notices" | "pid" | "platform"> = {
    version: "0.0.0",
    host: "headless",
    startedAt: 0,
    url: null,
    connections: 0,
    runningSessions: 0,
    lanUrl: null,
    openAttention: 0,
  };
  return {
    tokens,
    system: createSystem({
      readStatus: () => status,
      statusChanged: createLatestValue(),
      notices: createNotices(),
      readLogs: async () => [],
      diagnose: async () => ({ text: "", checks: [] }),
    }),
    tools: {
      list: async () => [],
      resolve: async () => {
        throw new AppError("UNKNOWN_TOOL");
      },
      ...fakes.tools,
    },
    settings: {
      jsonSchema: () => ({ type: "object" }),
      settings: () => ({ values: {}, sources: {}, pendingRestart: [] }),
      update: async () => {},
    },
    settingsChanged: createLatestValue(),
    secrets: {
      list: async () => [],
      set: async (name) => ({ name, place: "vault" }),
      delete: async (name) => ({ name }),
    },
    sessions: { ...fakeSessions(), ...fakes.sessions },
    relay: { status: () => ({ kind: "off" }), statusChanges: async function* () {} },
    phones: { ...fakePhones(), ...fakes.phones },
    attention: { ...fakeAttention(), ...fakes.attention },
    models: fakeModels(),
    chat: fakeChat(),
  };
}

function fakeSessions(): Sessions {
  const missing = (): never => {
    throw new AppError("SESSION_NOT_FOUND");
  };
  const missingLater = async (): Promise<never> => missing();
  async function* changes(signal?: AbortSignal): AsyncGenerator<SessionsEvent> {
    yield { kind: "snapshot", sequence: 0, sessions: [] };
    const aborted = Promise.withResolvers<void>();
    signal?.addEventListener("abort", () => aborted.resolve(), { once: true });
    await aborted.promise;
  }
  return {
    list: (): Session[] => [],
    get: missing,
    changes,
    onSignal: () => ({ [Symbol.dispose]: () => {} }),
    start: missingLater,
    restart: missingLater,
    stop: missingLater,
    interrupt: missingLater,
    sendInput: missingLater,
    rename: missingLater,
    delete: missingLater,
    runningCount: 0,
    recentFolders: () => [],
    history: {
      rows: missingLater,
      screen: missingLater,
      search: async function* () {
        yield { kind: "done", isTruncated: false } as const;
      },
      locate: missingLater,
      timeline: missingLater,
      recording: missingLater,
      export: missingLater,
    },
    openTerminals: () => ({
      attach: missingLater,
      detach: () => {},
      takeOver: missing,
      release: missing,
      [Symbol.dispose]: () => {},
    }),
    [Symbol.asyncDispose]: async () => {},
  };
}
