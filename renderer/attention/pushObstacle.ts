/** What keeps push from working here; null where nothing does. */
export type PushObstacle =
  /** This is no paired phone: the desktop has its own notifications. */
  | "not-a-phone"
  /** iOS gives push to apps on the home screen only. */
  | "not-installed"
  /** The browser knows no push, or keeps it from this page. */
  | "no-push"
  /** There is no service worker: the certificate is not trusted. */
  | "not-trusted"
  | "denied"
  /** The setting that allows push at all is off. */
  | "turned-off";

export interface PushSituation {
  readonly isPhone: boolean;
  readonly isApple: boolean;
  readonly isInstalled: boolean;
  readonly hasServiceWorker: boolean;
  readonly hasPush: boolean;
  readonly permission: NotificationPermission | null;
  readonly isTurnedOn: boolean;
}

/** The first of them that a person must do something about. */
export function pushObstacle(situation: PushSituation): PushObstacle | null {
  const { isPhone, isApple, isInstalled, hasServiceWorker, hasPush, permission, isTurnedOn } = situation;
  if (!isPhone) return "not-a-phone";
  if (!isTurnedOn) return "turned-off";
  if (!hasServiceWorker) return "not-trusted";
  if (!hasPush) return isApple && !isInstalled ? "not-installed" : "no-push";
  return permission === "denied" ? "denied" : null;
}
