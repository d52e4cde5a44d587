import { EventEmitter } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "./host.ts";
import { SingleInstanceLock } from "./singleInstanceLock.ts";

export interface AppPackage {
  readonly name: string;
  readonly version: string;
  readonly isPackaged: boolean;
}

/** The application: its life from start to quit. */
export class App extends EventEmitter {
  readonly isPackaged: boolean;
  name: string;
  private readonly host: Host;
  private readonly version: string;
  private readonly lock = new SingleInstanceLock();
  private readonly paths = new Map<string, string>();
  private isQuitting = false;
  private isExiting = false;
  private ready = false;
  private readonly readiness = Promise.withResolvers<void>();

  constructor(host: Host, appPackage: AppPackage) {
    super();
    this.isPackaged = appPackage.isPackaged;
    this.host = host;
    this.name = appPackage.name;
    this.version = appPackage.version;
    this.paths.set(
      "userData",
      join(process.env.XDG_CONFIG_HOME ?? join(process.env.HOME ?? tmpdir(), ".config"), appPackage.name),
    );
  }

  badgeCount = 0;

  /** The number on the app's icon: kept, not drawn. */
  setBadgeCount(count = 0): boolean {
    this.badgeCount = count;
    return true;
  }

  getBadgeCount(): number {
    return this.badgeCount;
  }

  getVersion(): string {
    return this.version;
  }

  getLocale(): string {
    return (process.env.LANGUAGE || process.env.LANG || "en-US").split(/[.:]/)[0]?.replace("_", "-") ?? "en-US";
  }

  getPath(name: string): string {
    const path = this.paths.get(name);
    if (!path) throw new Error(`electronHost: the path ${name} is not implemented`);
    return path;
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }

  setName(name: string): void {
    this.name = name;
  }

  enableSandbox(): void {
    if (this.ready) throw new Error("app.enableSandbox() can only be called before app is ready");
  }

  isReady(): boolean {
    return this.ready;
  }

  whenReady(): Promise<void> {
    return this.readiness.promise;
  }

  becomeReady(): void {
    this.ready = true;
    this.readiness.resolve();
    this.emit("ready", {}, {});
  }

  requestSingleInstanceLock(): boolean {
    return this.lock.acquire(
      this.getPath("userData"),
      { argv: process.argv, folder: process.cwd() },
      ({ argv, folder }) => {
        this.emit("second-instance", {}, argv, folder, null);
      },
    );
  }

  /** Asks everybody, then closes the windows, then asks again, as Electron does; whoever prevents it keeps the app running. */
  quit(): void {
    if (this.isQuitting) return;
    this.isQuitting = true;
    if (!this.ask("before-quit")) return;
    if (this.host.windows.size === 0) this.leave();
    else {
      const windows = [...this.host.windows];
      for (const window of windows) window.close();
      // A window that would not close keeps the app running.
      if (windows.some((window) => !window.isDestroyed())) this.isQuitting = false;
    }
  }

  windowClosed(): void {
    if (this.host.windows.size > 0) return;
    if (this.isQuitting) this.leave();
    else if (!this.emit("window-all-closed")) this.quit();
  }

  exit(code = 0): void {
    if (this.isExiting) return;
    this.isExiting = true;
    this.lock.dispose();
    const end = (): never => process.exit(code);
    if (!this.host.chromium) end();
    else void this.host.chromium.close().then(end, end);
  }

  private leave(): void {
    if (!this.ask("will-quit")) return;
    this.emit("quit", {}, 0);
    this.exit(0);
  }

  private ask(event: "before-quit" | "will-quit"): boolean {
    let isPrevented = false;
    this.emit(event, { preventDefault: () => (isPrevented = true) });
    if (isPrevented) this.isQuitting = false;
    return !isPrevented;
  }
}
