import { useEffect } from "react";
import { useStore } from "zustand";
import type { AppError } from "#shared/errors/appError.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { appearanceFromSettings } from "../shell/appearance.ts";
import { describeError } from "../shell/describeError.ts";
import { useShell } from "../shell/shell.ts";
import { useCall } from "../shell/useCall.ts";

/** Keeps what the whole frame needs from the server: who we are, how things look, and its status. */
export function useServerState(): void {
  const { connection, permissions, appearance, status, toasts } = useShell();
  const isSignedOut = useStore(connection.state, (state) => state.kind === "signedOut");
  const call = useCall();
  const language = useLanguage();
  const t = useText();

  useEffect(() => {
    if (!isSignedOut) return;
    permissions.setState(null, true);
    status.setState(null, true);
  }, [isSignedOut, permissions, status]);

  useEffect(() => {
    const live = connection.onLive(async () => {
      const me = await call("system.me", (client, signal) => client.system.me({}, { signal }), {
        label: t("app.loadAccount"),
      });
      if (me.kind === "done") permissions.setState(me.value.scopes, true);
      const settings = await call("settings.get", (client, signal) => client.settings.get({}, { signal }), {
        label: t("app.loadSettings"),
      });
      if (settings.kind === "done") appearance.setState(appearanceFromSettings(settings.value.values), true);
    });
    return () => live[Symbol.dispose]();
  }, [connection, permissions, appearance, call, t]);

  useEffect(() => {
    const followed = connection.follow({
      open: (client, signal) => client.system.statusChanges(undefined, { signal }),
      onEvent: (next) => status.setState(next, true),
      onError: (error: AppError) => {
        if (error.code !== "FORBIDDEN")
          toasts.show({
            tone: "error",
            title: t("app.failed", { label: t("app.loadStatus") }),
            body: describeError(error, language),
          });
      },
    });
    return () => followed[Symbol.dispose]();
  }, [connection, status, toasts, t, language]);
}
