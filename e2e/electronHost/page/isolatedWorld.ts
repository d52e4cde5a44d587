import type { ExposedShape, FromIsolatedWorld, FromMainWorld, FromPage, ToPage } from "./pageMessages.ts";
import type { StructuredCodec } from "./structuredCodec.ts";

export interface IsolatedWorldSettings {
  readonly eventName: string;
  readonly bindingName: string;
  readonly deliverName: string;
  /** What a sandboxed preload sees as `process`. */
  readonly process: {
    readonly platform: string;
    readonly argv: readonly string[];
    readonly versions: Readonly<Record<string, string>>;
  };
}

/**
 * The preload's surroundings: `require("electron")` with contextBridge and ipcRenderer, message ports, and `process`. Answers the
 * function to hand the preload as `require`. Sent to pages as source: refers to nothing outside itself.
 */
export function installIsolatedWorld(
  settings: IsolatedWorldSettings,
  codec: StructuredCodec,
): (name: string) => unknown {
  type Listener = (event: { sender: unknown; ports: readonly MessagePort[] }, ...values: unknown[]) => void;
  const listeners = new Map<string, Set<Listener>>();
  const answers = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const ports = new Map<number, MessagePort>();
  const functions: ((...values: unknown[]) => unknown)[] = [];
  let nextInvocation = 1;

  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const toMain = (message: FromPage): void => world[settings.bindingName]?.(JSON.stringify(message));
  const toPage = (message: FromIsolatedWorld): void => {
    document.dispatchEvent(new CustomEvent(settings.eventName, { detail: JSON.stringify(message) }));
  };

  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port1);
    port1.onmessage = ({ data }) => toMain({ kind: "port-message", port: id, body: codec.encode(data) });
    port1.addEventListener("close", () => {
      ports.delete(id);
      toMain({ kind: "port-close", port: id });
    });
    return port2;
  };

  const deliver = (message: ToPage): void => {
    if (message.kind === "message") {
      const event = { sender: ipcRenderer, ports: message.ports.map(openPort) };
      for (const listener of listeners.get(message.channel) ?? []) listener(event, codec.decode(message.body));
    } else if (message.kind === "answer") {
      const waiting = answers.get(message.id);
      answers.delete(message.id);
      const value = codec.decode(message.body);
      if (message.isError) waiting?.reject(value);
      else waiting?.resolve(value);
    } else if (message.kind === "port-message") {
      ports.get(message.port)?.postMessage(codec.decode(message.body));
    } else {
      ports.get(message.port)?.close();
      ports.delete(message.port);
    }
  };
  world[settings.deliverName] = (text) => {
    for (const message of JSON.parse(text) as ToPage[]) deliver(message);
  };

  const ipcRenderer = {
    on: (channel: string, listener: Listener) => {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
      return ipcRenderer;
    },
    send: (channel: string, ...values: unknown[]) => toMain({ kind: "send", channel, body: codec.encode(values) }),
    invoke: (channel: string, ...values: unknown[]) => {
      const id = nextInvocation++;
      toMain({ kind: "invoke", id, channel, body: codec.encode(values) });
      return new Promise((resolve, reject) => answers.set(id, { resolve, reject }));
    },
  };

  const shapeOf = (value: unknown): ExposedShape => {
    if (typeof value === "function") {
      functions.push(value as (...values: unknown[]) => unknown);
      return { kind: "function", id: functions.length - 1 };
    }
    if (Object.prototype.toString.call(value) === "[object Object]") {
      return {
        kind: "object",
        entries: Object.entries(value as object).map(([key, inner]) => [key, shapeOf(inner)] as const),
      };
    }
    return { kind: "value", body: codec.encode(value) };
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, value: unknown) => toPage({ kind: "expose", key, shape: shapeOf(value) }),
  };

  const answerCall = ({ call, function: id, body }: Extract<FromMainWorld, { kind: "call" }>): void => {
    try {
      const result = functions[id]?.(...(codec.decode(body) as unknown[]));
      if (!(result instanceof Promise)) {
        toPage({ kind: "returned", call, outcome: "value", body: codec.encode(result) });
        return;
      }
      toPage({ kind: "returned", call, outcome: "promise", body: "null" });
      result.then(
        (value) => toPage({ kind: "settled", call, outcome: "value", body: codec.encode(value) }),
        (error) => toPage({ kind: "settled", call, outcome: "error", body: codec.encode(error) }),
      );
    } catch (error) {
      toPage({ kind: "returned", call, outcome: "error", body: codec.encode(error) });
    }
  };
  document.addEventListener(`${settings.eventName}-call`, (event) => {
    if (!(event instanceof CustomEvent)) return;
    const message: FromMainWorld = JSON.parse(String(event.detail));
    if (message.kind === "call") answerCall(message);
    else toMain(message);
  });

  const named = (name: string, api: object): object =>
    new Proxy(api, {
      get: (target, property) => {
        if (typeof property === "string" && !(property in target))
          throw new Error(`electronHost: ${name}.${property} is not implemented`);
        return Reflect.get(target, property);
      },
    });
  const electron = named("electron", {
    contextBridge: named("contextBridge", contextBridge),
    ipcRenderer: named("ipcRenderer", ipcRenderer),
  });
  return (name) => {
    if (name === "electron" || name === "electron/renderer") return electron;
    throw new Error(`module not found: ${name}`);
  };
}
