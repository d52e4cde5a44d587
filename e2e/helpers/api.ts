import { z } from "zod";
import { locateInstance } from "#main/commandLine/runningInstance.ts";
import { type AttentionDelivery, type AttentionItem, attentionItem } from "#shared/contract/attention.ts";
import { type Session, session } from "#shared/contract/sessions.ts";

/** The REST API of the host that runs on a data folder, with the rights of its owner: to prepare a test, and to look behind the page. */
export interface Api {
  sessions(): Promise<Session[]>;
  session(id: string): Promise<Session>;
  /** Starts a shell; without a name it is called "shell". */
  startShell(name: string): Promise<Session>;
  start(tool: string, name: string): Promise<Session>;
  type(id: string, text: string): Promise<void>;
  stop(id: string): Promise<void>;
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Raises an item that says it is a test. */
  testAttention(): Promise<AttentionItem>;
  dismissAttention(id: string): Promise<void>;
  /** How far an item got on a surface of which there is one. */
  deliveryOf(id: string, surface: AttentionDelivery["surface"]): Promise<AttentionDelivery | undefined>;
}

export async function connectApi(dataFolder: string): Promise<Api> {
  const { url, token } = locateInstance(dataFolder);
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    sessions: async () => z.array(session).parse(await call("GET", "/sessions")),
    session: async (id) => session.parse(await call("GET", `/sessions/${id}`)),
    startShell: async (name) => session.parse(await call("POST", "/sessions", { tool: "shell", name })),
    start: async (tool, name) => session.parse(await call("POST", "/sessions", { tool, name })),
    type: async (id, text) => {
      await call("POST", `/sessions/${id}/input`, { text });
    },
    stop: async (id) => {
      await call("POST", `/sessions/${id}/stop`);
    },
    changeSettings: async (changes) => {
      await call("PATCH", "/settings", { changes });
    },
    testAttention: async () => attentionItem.parse(await call("POST", "/attention/test")),
    dismissAttention: async (id) => {
      await call("POST", `/attention/${id}/dismiss`);
    },
    deliveryOf: async (id, surface) =>
      attentionItem
        .parse(await call("GET", `/attention/${id}`))
        .deliveries.find((delivery) => delivery.surface === surface),
  };
}
