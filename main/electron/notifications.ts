import { Notification } from "electron";
import { appIcon } from "./appIcon.ts";

export interface NotificationRequest {
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
}

/** Shows a notification of the system; where there is no service for it nothing is shown. */
export function notify({ title, body, onClick }: NotificationRequest): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body, icon: appIcon() });
  notification.on("click", onClick);
  notification.show();
}
