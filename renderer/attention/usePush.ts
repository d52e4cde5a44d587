import { useCallback, useEffect, useState } from "react";
import { pushSubscription, type PushSubscription as ServerSubscription } from "#shared/contract/attention.ts";
import { useText } from "../i18n/useText.ts";
import { useShell } from "../shell/shell.ts";
import { useCall } from "../shell/useCall.ts";
import { type PushObstacle, pushObstacle } from "./pushObstacle.ts";

export type PushState =
  | { readonly kind: "unknown" }
  | { readonly kind: "impossible"; readonly obstacle: PushObstacle }
  | { readonly kind: "off" | "on"; readonly isBusy: boolean };

export interface Push {
  readonly state: PushState;
  readonly enable: () => void;
  readonly disable: () => void;
}

/** Whether this phone is reached while its page is closed, and turning that on and off. */
export function usePush(): Push {
  const { phoneDesk, toasts } = useShell();
  const call = useCall();
  const t = useText();
  const [state, setState] = useState<PushState>({ kind: "unknown" });
  const isPhone = phoneDesk !== null && window.location.protocol === "https:";

  const look = useCallback(async () => {
    const outcome = await call(
      "attention.pushKey",
      (client, signal) => client.attention.pushKey(undefined, { signal }),
      {
        label: t("attention.pushLoading"),
        isQuiet: true,
      },
    );
    const key = outcome.kind === "done" ? outcome.value.key : null;
    const registration = await findRegistration();
    const obstacle = pushObstacle({
      isPhone,
      isApple: /iphone|ipad|ipod/i.test(navigator.userAgent),
      isInstalled: window.matchMedia("(display-mode: standalone)").matches,
      hasServiceWorker: registration !== undefined,
      hasPush: "PushManager" in window && "Notification" in window,
      permission: "Notification" in window ? Notification.permission : null,
      isTurnedOn: key !== null,
    });
    if (obstacle !== null || !registration || key === null) {
      setState({ kind: "impossible", obstacle: obstacle ?? "not-trusted" });
      return null;
    }
    const subscription = await registration.pushManager.getSubscription();
    setState({ kind: subscription ? "on" : "off", isBusy: false });
    return { registration, subscription, key };
  }, [call, isPhone, t]);
  useEffect(() => void look(), [look]);

  const enable = async (): Promise<void> => {
    setState({ kind: "off", isBusy: true });
    // Asked for first: browsers allow the question only right after a press.
    if ((await Notification.requestPermission()) !== "granted") return void (await look());
    const found = await look();
    const subscription = found && (await subscribe(found.registration, found.key));
    if (!subscription) {
      if (found) toasts.show({ tone: "error", title: t("attention.pushFailed"), body: t("attention.pushFailedHint") });
      return;
    }
    await call(
      "attention.subscribePush",
      (client, signal) => client.attention.subscribePush(subscription, { signal }),
      {
        label: t("attention.pushEnable"),
      },
    );
    await look();
  };
  const disable = async (): Promise<void> => {
    setState({ kind: "on", isBusy: true });
    const found = await look();
    await found?.subscription?.unsubscribe();
    await call(
      "attention.unsubscribePush",
      (client, signal) => client.attention.unsubscribePush(undefined, { signal }),
      {
        label: t("attention.pushDisable"),
      },
    );
    await look();
  };
  return { state, enable: () => void enable(), disable: () => void disable() };
}

async function findRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  return "serviceWorker" in navigator ? await navigator.serviceWorker.getRegistration() : undefined;
}

/** Null where the browser or its push service refuses. */
async function subscribe(registration: ServiceWorkerRegistration, key: string): Promise<ServerSubscription | null> {
  try {
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    return pushSubscription.parse(subscription.toJSON());
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
