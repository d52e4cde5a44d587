import { EventEmitter } from "node:events";
import type { Menu } from "./menu.ts";

/** A tray icon that is kept, not drawn. */
export class Tray extends EventEmitter {
  private destroyed = false;

  constructor(_image: Picture) {
    super();
  }

  setToolTip(_text: string): void {
    this.expectAlive();
  }

  setContextMenu(_menu: Menu | null): void {
    this.expectAlive();
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  destroy(): void {
    this.destroyed = true;
  }

  private expectAlive(): void {
    if (this.destroyed) throw new Error("Tray is destroyed");
  }
}

/** A notification that is kept, not shown; a test may emit its "click", or its "action" with the index of a button. */
export class Notification extends EventEmitter {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly { readonly type: string; readonly text?: string }[];

  constructor(
    options: {
      readonly title?: string;
      readonly body?: string;
      readonly actions?: readonly { readonly type: string; readonly text?: string }[];
    } = {},
  ) {
    super();
    this.title = options.title ?? "";
    this.body = options.body ?? "";
    this.actions = options.actions ?? [];
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    setImmediate(() => this.emit("show"));
  }

  close(): void {
    setImmediate(() => this.emit("close", {}));
  }
}

export interface Picture {
  resize(size: { readonly width?: number; readonly height?: number }): Picture;
  isEmpty(): boolean;
}

const picture: Picture = { resize: () => picture, isEmpty: () => false };
/** Icons are drawn by nobody here; only that they are pictures is checked. */
export const nativeImage = {
  createFromDataURL: (address: string): Picture => {
    if (!/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+=*$/.test(address))
      throw new Error("electronHost: not a picture's data URL");
    return picture;
  },
};

/** A person answers dialogs, so nothing can here: specs put their own functions in these places. */
function needsPerson(name: string): () => Promise<never> {
  return async () => {
    throw new Error(`electronHost: ${name} needs a person; put a function in its place with app.evaluate`);
  };
}

export const dialog: Record<"showMessageBox" | "showOpenDialog", (...values: unknown[]) => Promise<unknown>> & {
  showErrorBox(title: string, content: string): void;
} = {
  showMessageBox: needsPerson("dialog.showMessageBox"),
  showOpenDialog: needsPerson("dialog.showOpenDialog"),
  showErrorBox: (title, content) => {
    process.stderr.write(`${title}: ${content}\n`);
  },
};

export const shell: { openExternal(url: string): Promise<void> } = { openExternal: needsPerson("shell.openExternal") };

export const nativeTheme = { shouldUseDarkColors: false, themeSource: "system" };

const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
const display = { id: 1, bounds, workArea: bounds, scaleFactor: 1 };
/** One display of 1920 by 1080. */
export const screen = { getAllDisplays: () => [display], getPrimaryDisplay: () => display };
