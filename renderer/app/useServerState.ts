import { useCallback, useEffect, useEffectEvent } from "react";
import { useStore } from "zustand";
import type { Client } from "#shared/contract/contract.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { appearanceFromSettings } from "../shell/appearance.ts";
import { describeError } from "../shell/describeError.ts";
import { useShell } from "../shell/shell.ts";
import { useCall } from "../shell/useCall.ts";

/** What may fail to load, by its name in the texts. */
type Loaded = "app.loadAccount" | "app.loadSettings" | "app.loadStatus";

/** Keeps what the whole frame needs from the server: who we are, the settings and how things look by them, and its status. */
export function useServerState(): void {
  const { connection, permissions, keepAppearance, settings, status } = useShell();
  const isSignedOut = useStore(connection.state, (state) => state.kind === "signedOut");
  const call = useCall();
  const t = useText();
  const tell = useTellFailure();

  useEffect(() => {
    if (!isSignedOut) return;
    permissions.setState(null, true);
    settings.setState(null, true);
    status.setState(null, true);
  }, [isSignedOut, permissions, settings, status]);

  const askWhoWeAre = useEffectEvent(async () => {
    const me = await call("system.me", (client, signal) => client.system.me({}, { signal }), {
      label: t("app.loadAccount"),
      isQuiet: true,
    });
    if (me.kind === "done") permissions.setState(me.value.scopes, true);
    if (me.kind === "failed") tell("app.loadAccount", me.error);
  });
  useEffect(() => {
    const live = connection.onLive(() => void askWhoWeAre());
    return () => live[Symbol.dispose]();
  }, [connection]);

  useFollowed(
    "app.loadSettings",
    useCallback((client, signal) => client.settings.changes(undefined, { signal }), []),
    (next) => {
      settings.setState(next, true);
      keepAppearance.told(appearanceFromSettings(next.values));
    },
  );
  useFollowed(
    "app.loadStatus",
    useCallback((client, signal) => client.system.statusChanges(undefined, { signal }), []),
    (next) => status.setState(next, true),
  );
}

/** Follows a stream of the server while mounted. `open` must stay the same: another one is another stream. */
function useFollowed<T>(
  what: Loaded,
  open: (client: Client, signal: AbortSignal) => Promise<AsyncIterable<T>>,
  take: (event: T) => void,
): void {
  const { connection } = useShell();
  const tell = useTellFailure();
  const onEvent = useEffectEvent(take);
  const onError = useEffectEvent((error: AppError) => tell(what, error));
  useEffect(() => {
    const followed = connection.follow({
      open,
      onEvent: (event) => onEvent(event),
      onError: (error) => onError(error),
    });
    return () => followed[Symbol.dispose]();
  }, [connection, open]);
}

/** Says what could not be loaded; not where the connection is gone, which is told by itself and after which everything is asked anew. */
function useTellFailure(): (what: Loaded, error: AppError) => void {
  const { toasts } = useShell();
  const language = useLanguage();
  const t = useText();
  return (what, error) => {
    if (error.code === "FORBIDDEN" || error.code === "LINK_CLOSED") return;
    toasts.show({
      tone: "error",
      title: t("app.failed", { label: t(what) }),
      body: describeError(error, language),
    });
  };
}
