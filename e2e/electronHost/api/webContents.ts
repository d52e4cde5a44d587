import { EventEmitter } from "node:events";
import type { DevtoolsSession } from "../chromium/devtools.ts";
import { named } from "../named.ts";
import { type Host, readyChromium } from "./host.ts";
import { WindowIpc } from "./ipc.ts";
import { codec, type MessagePortMain } from "./messagePorts.ts";
import { type PageCall, PageChannel } from "./pageChannel.ts";
import { RequestGate } from "./requestGate.ts";

export interface WebPreferences {
  readonly preload?: string;
  readonly additionalArguments?: readonly string[];
  readonly [name: string]: unknown;
}

type WindowOpenHandler = (details: { url: string; frameName: string; features: string; disposition: string }) => {
  action: "allow" | "deny";
};

let nextId = 1;

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, "");
}

/** A link to a new window opens as a tab although the handler refused it, which cannot be prevented from here: it is closed at once. */
export function closeRefusedTabs(host: Host): void {
  const { browser } = readyChromium(host).connection;
  browser.on("Target.targetCreated", ({ targetInfo }) => {
    const opener = [...host.windows].find(({ webContents }) => webContents.targetId === targetInfo.openerId);
    opener?.webContents.command(() => browser.send("Target.closeTarget", { targetId: targetInfo.targetId }));
  });
}

/** A page: one tab of Chromium, driven over its DevTools session. */
export class WebContents extends EventEmitter {
  readonly id = nextId++;
  readonly ipc = new WindowIpc();
  readonly mainFrame: { readonly url: string; readonly origin: string; readonly parent: null };
  targetId = "";
  private readonly host: Host;
  private readonly preferences: WebPreferences;
  private readonly opened: Promise<DevtoolsSession>;
  private readonly requestClose: () => void;
  private channel: PageChannel | undefined;
  private gate: RequestGate | undefined;
  private url = "";
  private destroyed = false;
  private windowOpenHandler: WindowOpenHandler | undefined;

  constructor(host: Host, preferences: WebPreferences, requestClose: () => void) {
    super();
    this.host = host;
    this.preferences = preferences;
    this.requestClose = requestClose;
    const current = () => this.url;
    this.mainFrame = named("WebFrameMain", {
      get url() {
        return current();
      },
      get origin() {
        return host.schemes.originOf(current());
      },
      parent: null,
    });
    this.opened = this.open();
    // A failure is told to whoever loads a page; nobody else waits for it.
    this.opened.catch(() => undefined);
  }

  get session() {
    return this.host.session;
  }

  getURL(): string {
    return this.url;
  }

  getLastWebPreferences(): WebPreferences {
    return this.preferences;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.windowOpenHandler = handler;
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (!this.channel) throw new Error("electronHost: postMessage before a page was loaded");
    this.channel.send(channel, codec.encode([message]), transfer);
  }

  async loadURL(url: string): Promise<void> {
    const session = await this.opened;
    const chromiumUrl = this.host.schemes.toChromium(url);
    await this.host.session.applyPermissions(readyChromium(this.host).connection.browser, this, chromiumUrl);
    const isSameDocument = withoutFragment(url) === withoutFragment(this.url) && url.includes("#");
    // No request is made within a document, and the fragment is not part of one.
    if (!isSameDocument) this.gate?.expect(withoutFragment(chromiumUrl));
    const finished = new Promise<void>((resolve) => this.once("did-finish-load", resolve));
    const { errorText } = await session.send("Page.navigate", { url: chromiumUrl });
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
    if (!isSameDocument) await finished;
  }

  reload(): void {
    this.gate?.expect(this.host.schemes.toChromium(this.url));
    this.command((session) => session.send("Page.reload"));
  }

  close(): void {
    this.requestClose();
  }

  /** Runs something on the session of a page that may be closing: only then is its failure of no interest. */
  command(act: (session: DevtoolsSession) => Promise<unknown>): void {
    this.opened.then(act).catch((error: unknown) => {
      if (!this.destroyed) process.stderr.write(`electronHost: ${String(error)}\n`);
    });
  }

  /** Closes the tab; resolves when it is gone. */
  async destroy(): Promise<void> {
    if (this.destroyed) return;
    this.destroyed = true;
    this.channel?.dropPorts();
    await this.opened;
    // The tab may have closed on its own already.
    await readyChromium(this.host)
      .connection.browser.send("Target.closeTarget", { targetId: this.targetId })
      .catch(() => undefined);
    this.emit("destroyed");
  }

  private async open(): Promise<DevtoolsSession> {
    const { connection, version } = readyChromium(this.host);
    const { targetId } = await connection.browser.send("Target.createTarget", { url: "about:blank", newWindow: true });
    this.targetId = targetId;
    const { sessionId } = await connection.browser.send("Target.attachToTarget", { targetId, flatten: true });
    const session = connection.session(sessionId);
    this.channel = new PageChannel(session, (call) => this.receive(call));
    this.gate = new RequestGate(session, this.host, (url) => this.mayNavigate(url));
    this.listen(session);
    await session.send("Page.enable");
    await session.send("Runtime.enable");
    await this.gate.install();
    const { preload: path, additionalArguments = [] } = this.preferences;
    const versions = { chrome: version, node: process.versions.node };
    await this.channel.install(path ? { path, argv: [process.execPath, ...additionalArguments], versions } : undefined);
    return session;
  }

  private listen(session: DevtoolsSession): void {
    session.on("Page.frameNavigated", ({ frame }) => {
      if (!frame.parentId && frame.url !== "about:blank") this.url = this.host.schemes.fromChromium(frame.url);
    });
    session.on("Page.loadEventFired", () => {
      if (this.url) this.emit("did-finish-load");
    });
    session.on("Inspector.targetCrashed", () => {
      this.channel?.dropPorts();
      this.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 });
    });
    session.on("Page.windowOpen", ({ url, windowName, windowFeatures }) => {
      this.askToOpen(url, windowName, windowFeatures.join(","));
    });
  }

  private askToOpen(url: string, frameName: string, features: string): void {
    const details = { url: this.host.schemes.fromChromium(url), frameName, features, disposition: "foreground-tab" };
    const { action } = this.windowOpenHandler?.(details) ?? { action: "allow" };
    if (action === "allow") throw new Error("electronHost: windows opened by a page are not implemented");
  }

  private mayNavigate(url: string): boolean {
    let isPrevented = false;
    const details = { url, isMainFrame: true, preventDefault: () => (isPrevented = true) };
    this.emit("will-navigate", details, url);
    return !isPrevented;
  }

  private receive(call: PageCall): void {
    if (call.kind === "window-open") {
      this.askToOpen(call.url, call.frameName, call.features);
      return;
    }
    const values = codec.decode(call.body);
    if (!Array.isArray(values)) throw new Error("electronHost: a preload's message has no arguments");
    const event = { sender: this, senderFrame: this.mainFrame, ports: [] };
    if (call.kind === "send") {
      this.ipc.emit(call.channel, event, ...values);
      return;
    }
    this.ipc.invoke(event, call.channel, values).then(
      (value) => this.channel?.answer(call.id, false, codec.encode(value)),
      (error: unknown) =>
        this.channel?.answer(
          call.id,
          true,
          codec.encode(new Error(`Error invoking remote method '${call.channel}': ${String(error)}`)),
        ),
    );
  }
}
