import { TextSearch } from "lucide-react";
import { useStore } from "zustand";
import type { ConnectionState } from "../connection/connectionState.ts";
import { useConnectionState } from "../connection/useConnection.ts";
import { formatTime } from "../i18n/format.ts";
import type { TextKey } from "../i18n/texts.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { useShell } from "../shell/shell.ts";
import { keyCaps } from "../shell/shortcut.ts";
import { useCopy } from "../shell/useCopy.ts";
import { Kbd } from "../ui/Kbd.tsx";
import { StatusDot, type StatusShape } from "../ui/StatusDot.tsx";
import { QuietNotices } from "./QuietNotices.tsx";
import { RetryStatus } from "./RetryStatus.tsx";
import { useConnectionPhase } from "./useConnectionPhase.ts";

const itemLook = "focus-inset flex h-full items-center gap-1.5 px-2 hover:bg-hover hover:text-text";

/** One line that tells the truth: the connection, where others can connect, what runs, what is being tried again. */
export function StatusBar({ onOpenPalette }: { readonly onOpenPalette: () => void }) {
  const { status, isMac } = useShell();
  const t = useText();
  const isLive = useConnectionState().kind === "live";
  const known = useStore(status);
  // What was true before the link broke is not claimed to be so now.
  const current = isLive ? known : null;
  const copy = useCopy();
  return (
    <footer className="flex h-6 shrink-0 items-center justify-between border-t border-line bg-sunken text-12 text-muted select-none">
      <div className="flex h-full min-w-0 items-center pl-1">
        <ConnectionStatus />
        {current?.url && (
          <button
            type="button"
            className={itemLook}
            title={t("app.copyAddress")}
            onClick={() => void copy(current.url ?? "")}
          >
            <span className="figures">{hostOf(current.url)}</span>
          </button>
        )}
        {current && (
          <span className="figures px-2">{t("app.runningSessions", { count: current.runningSessions })}</span>
        )}
        {current && current.connections > 1 && (
          <span className="figures px-2">{t("app.connections", { count: current.connections })}</span>
        )}
        {current && <QuietNotices />}
        <RetryStatus />
      </div>
      <div className="flex h-full shrink-0 items-center pr-1">
        {current && <span className="figures px-2">{current.version}</span>}
        <button type="button" className={itemLook} onClick={onOpenPalette}>
          <TextSearch size={12} aria-hidden />
          {t("app.commands")}
          <Kbd keys={keyCaps("Mod+Shift+P", isMac)} />
        </button>
      </div>
    </footer>
  );
}

const shapes: Readonly<Record<ConnectionState["kind"], StatusShape>> = {
  live: "running",
  connecting: "starting",
  reconnecting: "starting",
  signedOut: "idle",
  ended: "idle",
};

/** In a word; the banner has the details. */
const labels = {
  live: "connection.live",
  connecting: "connection.connecting",
  reconnecting: "connection.notConnected",
  signedOut: "connection.signedOut",
  ended: "connection.ended",
} as const satisfies Record<ConnectionState["kind"], TextKey>;

function ConnectionStatus() {
  const state = useConnectionState();
  const { isCatchingUp, since, roundTrip } = useConnectionPhase();
  const t = useText();
  const language = useLanguage();
  const time = since === null || isCatchingUp ? null : formatTime(since, language);
  return (
    <span className="figures flex h-full items-center gap-1.5 px-2 whitespace-nowrap">
      <StatusDot
        shape={isCatchingUp ? "starting" : shapes[state.kind]}
        label={t(isCatchingUp ? "connection.catchingUp" : labels[state.kind])}
      />
      {time !== null && <span>{t("connection.since", { time })}</span>}
      {roundTrip !== null && (
        <span title={t("connection.roundTripHint")}>{t("connection.roundTrip", { milliseconds: roundTrip })}</span>
      )}
    </span>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
