import { EventEmitter } from "node:events";
import type { CDPSession } from "playwright";

/** A conversation with one target, or with the browser itself, typed by the protocol that Playwright ships. */
export interface DevtoolsSession {
  readonly send: CDPSession["send"];
  readonly on: CDPSession["on"];
}

interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The DevTools protocol of one browser: flattened sessions over one WebSocket. */
export class DevtoolsConnection {
  readonly browser: DevtoolsSession;
  readonly closed: Promise<void>;
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, Waiting>();
  private readonly emitters = new Map<string, EventEmitter>();
  private nextId = 1;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.browser = this.session("");
    this.closed = new Promise((resolve) => {
      socket.addEventListener("close", () => {
        for (const { method, reject } of this.waiting.values()) reject(new Error(`${method}: the browser closed`));
        this.waiting.clear();
        resolve();
      });
    });
    socket.addEventListener("message", ({ data }) => this.receive(JSON.parse(String(data))));
  }

  static connect(url: string): Promise<DevtoolsConnection> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url);
      socket.addEventListener("open", () => resolve(new DevtoolsConnection(socket)), { once: true });
      socket.addEventListener("error", () => reject(new Error(`No DevTools at ${url}`)), { once: true });
    });
  }

  /** The session of an attached target; "" is the browser. */
  session(sessionId: string): DevtoolsSession {
    const emitter = new EventEmitter();
    this.emitters.set(sessionId, emitter);
    const session = {
      send: (method: string, params: object = {}) => this.send(sessionId, method, params),
      on: (event: string, listener: (payload: unknown) => void) => emitter.on(event, listener),
    };
    // The names and shapes are the protocol's own; that types follow from the method's name is the protocol's promise.
    return session as unknown as DevtoolsSession;
  }

  forget(sessionId: string): void {
    this.emitters.delete(sessionId);
  }

  private send(sessionId: string, method: string, params: object): Promise<unknown> {
    if (this.socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error(`${method}: the browser closed`));
    const id = this.nextId++;
    this.socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    return new Promise((resolve, reject) => this.waiting.set(id, { method, resolve, reject }));
  }

  private receive({ id, method, params, sessionId, result, error }: Incoming): void {
    if (id === undefined) {
      if (method) this.emitters.get(sessionId ?? "")?.emit(method, params);
      return;
    }
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message}`));
    else waiting?.resolve(result);
  }
}
