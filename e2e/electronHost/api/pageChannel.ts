import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { DevtoolsSession } from "../chromium/devtools.ts";
import type { FromPage, ToPage } from "../page/pageMessages.ts";
import { isolatedWorldScript, mainWorldScript } from "../page/pageScripts.ts";
import type { MessagePortMain } from "./messagePorts.ts";

/** What a page's preload says, with ports already taken care of. */
export type PageCall = Extract<FromPage, { kind: "send" | "invoke" | "window-open" }>;

export interface PreloadSettings {
  readonly path: string;
  readonly argv: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
}

/** The way between the main process and the isolated world in which a window's preload runs. */
export class PageChannel {
  private readonly session: DevtoolsSession;
  private readonly world = `preload-${randomBytes(8).toString("hex")}`;
  private readonly deliverName = `deliver_${randomBytes(8).toString("hex")}`;
  private readonly bindingName = `binding_${randomBytes(8).toString("hex")}`;
  private readonly ports = new Map<number, MessagePortMain>();
  private context: number | undefined;
  private outgoing: ToPage[] = [];
  private nextPort = 1;

  constructor(session: DevtoolsSession, onCall: (call: PageCall) => void) {
    this.session = session;
    session.on("Runtime.executionContextCreated", ({ context }) => {
      if (context.name !== this.world) return;
      this.dropPorts();
      this.context = context.id;
    });
    session.on("Runtime.executionContextDestroyed", ({ executionContextId }) => {
      if (executionContextId === this.context) this.dropPorts();
    });
    session.on("Runtime.executionContextsCleared", () => this.dropPorts());
    session.on("Runtime.bindingCalled", ({ name, payload, executionContextId }) => {
      if (name === this.bindingName && executionContextId === this.context) this.receive(JSON.parse(payload), onCall);
    });
  }

  /** Puts the preload in the way of every page to come. */
  async install(preload: PreloadSettings | undefined): Promise<void> {
    if (!preload) return;
    const eventName = `bridge-${randomBytes(8).toString("hex")}`;
    const { argv, versions } = preload;
    const settings = {
      eventName,
      bindingName: this.bindingName,
      deliverName: this.deliverName,
      process: { platform: process.platform, argv, versions },
    };
    await this.session.send("Runtime.addBinding", { name: this.bindingName, executionContextName: this.world });
    await this.session.send("Page.addScriptToEvaluateOnNewDocument", { source: mainWorldScript(eventName) });
    const source = isolatedWorldScript(settings, await readFile(preload.path, "utf8"));
    await this.session.send("Page.addScriptToEvaluateOnNewDocument", { source, worldName: this.world });
  }

  send(channel: string, body: string, transfer: readonly MessagePortMain[]): void {
    const ports = transfer.map((port) => this.adopt(port));
    this.post({ kind: "message", channel, body, ports });
  }

  answer(id: number, isError: boolean, body: string): void {
    this.post({ kind: "answer", id, isError, body });
  }

  /** The page is gone: its ends of ports are closed. */
  dropPorts(): void {
    this.context = undefined;
    this.outgoing = [];
    const ports = [...this.ports.values()];
    this.ports.clear();
    for (const port of ports) port.close();
  }

  private adopt(port: MessagePortMain): number {
    const id = this.nextPort++;
    this.ports.set(id, port);
    // The page must know the port before it gets anything on it.
    queueMicrotask(() =>
      port.transferTo({
        deliver: (body) => this.post({ kind: "port-message", port: id, body }),
        close: () => {
          if (this.ports.delete(id)) this.post({ kind: "port-close", port: id });
        },
      }),
    );
    return id;
  }

  private receive(message: FromPage, onCall: (call: PageCall) => void): void {
    if (message.kind === "port-message") this.ports.get(message.port)?.sendFromPage(message.body);
    else if (message.kind === "port-close") this.ports.get(message.port)?.close();
    else onCall(message);
  }

  /** Everything said in one turn travels in one evaluation; evaluations keep their order. */
  private post(message: ToPage): void {
    this.outgoing.push(message);
    if (this.outgoing.length > 1) return;
    setImmediate(() => {
      const messages = this.outgoing;
      this.outgoing = [];
      if (this.context === undefined || messages.length === 0) return;
      const text = JSON.stringify(JSON.stringify(messages));
      // A page may go away while the evaluation is under way; its end is told by the events above.
      this.session
        .send("Runtime.evaluate", { contextId: this.context, expression: `${this.deliverName}(${text})` })
        .catch(() => undefined);
    });
  }
}
