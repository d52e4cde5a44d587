import type { NotificationConstructorOptions } from "electron";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import { type DesktopNotifier, notificationCredential } from "../attention/contract.ts";
import { type Core, desktopCaller } from "../core/contract.ts";
import { type AttentionNotice, noticeOf } from "./attentionNotice.ts";
import type { DesktopTexts } from "./texts.ts";

/** What is used of Electron's Notification. */
export interface SystemNotification {
  on(event: "click" | "close" | "show", listener: () => void): unknown;
  on(event: "failed", listener: (event: unknown, error: string) => void): unknown;
  on(event: "action", listener: (event: { readonly actionIndex: number }) => void): unknown;
  show(): void;
  close(): void;
}

export interface AttentionNotifierDeps {
  readonly core: Pick<Core, "attention" | "log">;
  readonly texts: () => DesktopTexts;
  readonly isSupported: () => boolean;
  readonly create: (options: NotificationConstructorOptions) => SystemNotification;
  /** Whether the system reads tags in a notification's text, as Linux desktops do (“body-markup”). Electron hands the text on as it is. */
  readonly hasMarkup: boolean;
  /** Shows the item in the window. */
  readonly open: (id: string) => void;
}

/** Whoever clicks a notification is the person at this machine. */
const caller = { ...desktopCaller, credentialId: notificationCredential };

/** Attention as notifications of the system: one an item, with a button for each of its two plain answers where the system has buttons. */
export function createAttentionNotifier(deps: AttentionNotifierDeps): DesktopNotifier & Disposable {
  const { core, create, hasMarkup, isSupported, open, texts } = deps;
  const { attention, log } = core;
  const shown = new Map<string, SystemNotification>();

  const remove = (id: string): void => {
    const notification = shown.get(id);
    shown.delete(id);
    notification?.close();
  };
  const answer = (item: AttentionItem, choice: string): void => {
    attention.answer(caller, { id: item.id, idempotencyKey: crypto.randomUUID(), choice }).catch((error: unknown) => {
      // Somebody was faster: the window shows who. Anything else must be looked at there as well.
      if (!(error instanceof AppError)) log.error("An answer from a notification failed", { error });
      open(item.id);
    });
  };
  const look = (id: string): void => {
    open(id);
    attention
      .acknowledge(caller, [id], "seen")
      .catch((error: unknown) => log.error("That a notification was seen could not be kept", { error }));
  };

  return {
    show: (item) => {
      if (!isSupported()) return Promise.reject(new Error("The system has no notifications"));
      remove(item.id);
      const notice = noticeOf(item, texts());
      const notification = create(optionsOf(notice, hasMarkup));
      shown.set(item.id, notification);
      notification.on("click", () => look(item.id));
      notification.on("action", ({ actionIndex }) => {
        const choice = notice.buttons[actionIndex];
        if (choice) answer(item, choice.id);
      });
      // A system may put it into its history and bring it back with a click, so it is kept until the item ends.
      const isShown = new Promise<void>((resolve, reject) => {
        notification.on("show", () => resolve());
        notification.on("failed", (_event, error) => reject(new Error(error)));
      });
      notification.show();
      return isShown;
    },
    remove,
    [Symbol.dispose]: () => {
      for (const id of [...shown.keys()]) remove(id);
    },
  };
}

function optionsOf(
  { body, buttons, isUrgent, title }: AttentionNotice,
  hasMarkup: boolean,
): NotificationConstructorOptions {
  return {
    title,
    body: hasMarkup ? escaped(body) : body,
    actions: buttons.map(({ label }) => ({ type: "button", text: label })),
    // Linux and Windows: what waits for an answer stays until it is closed.
    timeoutType: isUrgent ? "never" : "default",
    urgency: "normal",
  };
}

/** A tool's text must not be styled, be a link, or hide a part of a command between brackets. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
