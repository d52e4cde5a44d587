import { app, Notification } from "electron";
import type { Core } from "../core/contract.ts";
import { Scope } from "../core/scope.ts";
import { appIcon } from "./appIcon.ts";
import { createAttentionNotifier } from "./attentionNotifier.ts";
import type { DesktopTexts } from "./texts.ts";

export interface DesktopAttentionDeps {
  readonly core: Core;
  readonly texts: () => DesktopTexts;
  /** Shows a place of the app in the window, by its fragment. */
  readonly show: (fragment: string) => void;
  /** The number of open items has changed, or may have. */
  readonly onCount: () => void;
}

/** What the desktop shows of attention outside of the window: notifications, and a number on the app's icon. */
export function showAttention({ core, onCount, show, texts }: DesktopAttentionDeps): AsyncDisposable {
  const scope = new Scope();
  const count = (): void => {
    // Where the system has no place for a number this does nothing.
    app.setBadgeCount(core.attention.openCount);
    onCount();
  };
  scope.use(core.attention.onChange(count));
  count();
  const notifier = scope.use(
    createAttentionNotifier({
      core,
      texts,
      isSupported: () => Notification.isSupported(),
      hasMarkup: process.platform === "linux",
      create: (options) => new Notification({ ...options, icon: appIcon() }),
      open: (id) => show(`#/inbox/${id}`),
    }),
  );
  scope.use(core.attention.attachDesktop(notifier));
  return scope;
}
