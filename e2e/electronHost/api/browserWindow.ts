import { EventEmitter } from "node:events";
import { named } from "../named.ts";
import type { Host } from "./host.ts";
import { screen } from "./shell.ts";
import { WebContents, type WebPreferences } from "./webContents.ts";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BrowserWindowOptions extends Partial<Rectangle> {
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: WebPreferences;
}

/** Where there is no running host yet, no window can be made; `connectWindows` gives it. */
let host: Host | undefined;

export function connectWindows(shared: Host): void {
  host = shared;
}

/** A window: one tab of Chromium. Bounds and states are kept here and told to Chromium; there is no window manager to ask. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  private readonly host: Host;
  private bounds: Rectangle;
  private isShown: boolean;
  private isFocusedNow = false;
  private state: "normal" | "minimized" | "maximized" = "normal";
  private destroyed = false;

  constructor(options: BrowserWindowOptions = {}) {
    super();
    if (!host) throw new Error("Cannot create BrowserWindow before app is ready");
    this.host = host;
    const { x = 100, y = 100, width = 800, height = 600, show = true } = options;
    this.bounds = { x, y, width, height };
    this.isShown = show;
    this.webContents = named(
      "WebContents",
      new WebContents(this.host, options.webPreferences ?? {}, () => this.close()),
    );
    this.host.webContentsCreated(this.webContents);
    this.webContents.once("did-finish-load", () => this.emit("ready-to-show"));
    const self = named("BrowserWindow", this);
    this.host.windows.add(self);
    this.apply();
    // biome-ignore lint/correctness/noConstructorReturn: the named proxy stands for the window everywhere
    return self;
  }

  static getAllWindows(): BrowserWindow[] {
    return [...(host?.windows ?? [])];
  }

  static fromWebContents(webContents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === webContents) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
  }

  getBounds(): Rectangle {
    return this.state === "maximized" ? screen.getPrimaryDisplay().workArea : this.bounds;
  }

  getNormalBounds(): Rectangle {
    return this.bounds;
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
    this.change("normal");
    this.emit("move");
    this.emit("resize");
  }

  isMaximized(): boolean {
    return this.state === "maximized";
  }

  isMinimized(): boolean {
    return this.state === "minimized";
  }

  isVisible(): boolean {
    return this.isShown;
  }

  isFocused(): boolean {
    return this.isFocusedNow;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  maximize(): void {
    this.isShown = true;
    this.change("maximized");
    this.emit("maximize");
  }

  unmaximize(): void {
    this.change("normal");
    this.emit("unmaximize");
  }

  minimize(): void {
    this.isFocusedNow = false;
    this.change("minimized");
    this.emit("minimize");
  }

  restore(): void {
    this.change("normal");
    this.emit("restore");
  }

  show(): void {
    this.isShown = true;
    this.emit("show");
    this.focus();
  }

  focus(): void {
    this.isFocusedNow = true;
    this.webContents.command((session) => session.send("Page.bringToFront"));
    this.emit("focus");
  }

  close(): void {
    if (this.destroyed) return;
    let isPrevented = false;
    this.emit("close", { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.webContents.destroy().then(
      () => {
        for (const window of this.host.windows)
          if (window.webContents === this.webContents) this.host.windowClosed(window);
        this.emit("closed");
      },
      (error: unknown) => process.stderr.write(`electronHost: a window did not close: ${String(error)}\n`),
    );
  }

  private change(state: "normal" | "minimized" | "maximized"): void {
    this.state = state;
    this.apply();
  }

  private apply(): void {
    const { state, bounds } = this;
    this.webContents.command(async () => {
      const browser = this.host.chromium?.connection.browser;
      if (!browser) return;
      const { windowId } = await browser.send("Browser.getWindowForTarget", { targetId: this.webContents.targetId });
      await browser.send("Browser.setWindowBounds", { windowId, bounds: { windowState: "normal" } });
      const { x: left, y: top, width, height } = bounds;
      await browser.send("Browser.setWindowBounds", {
        windowId,
        bounds: state === "normal" ? { left, top, width, height } : { windowState: state },
      });
    });
  }
}
