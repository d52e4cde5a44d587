import { useEffect, useState } from "react";
import { useConnection, useConnectionState } from "../connection/useConnection.ts";
import { formatTime } from "../i18n/format.ts";
import { useLanguage, useText } from "../i18n/useText.ts";
import { Banner } from "../ui/Banner.tsx";
import { Button } from "../ui/Button.tsx";
import { useIsWide } from "../ui/useMediaQuery.ts";
import { ConnectionLine } from "./ConnectionLine.tsx";
import { PageUpdate } from "./PageUpdate.tsx";
import { useConnectionText } from "./useConnectionText.ts";

/** A break shorter than this is not worth a banner that moves the page. */
const shownAfterMs = 800;

/** The connection at the top of the page: a line of its own on a phone, a banner elsewhere while it is down; and a newer page. */
export function ConnectionBanner() {
  const isWide = useIsWide();
  return (
    <>
      {isWide ? <LossBanner /> : <ConnectionLine />}
      <PageUpdate />
    </>
  );
}

/** While the link is down: that it is, since when, that nothing is lost, and when the next try comes. */
function LossBanner() {
  const connection = useConnection();
  const state = useConnectionState();
  const text = useConnectionText();
  const t = useText();
  const language = useLanguage();
  const since = state.kind === "reconnecting" ? state.since : null;
  // Only where the server is known to run on can it be said that the sessions do.
  const isServerThere = state.kind === "reconnecting" && state.cause !== "closing" && state.cause !== "unreachable";
  const [shownSince, setShownSince] = useState<number | null>(null);

  useEffect(() => {
    if (since === null) {
      setShownSince(null);
      return;
    }
    const timer = setTimeout(() => setShownSince(since), shownAfterMs);
    return () => clearTimeout(timer);
  }, [since]);

  if (since === null || shownSince !== since) return null;
  return (
    <Banner
      tone="info"
      title={text}
      announcement={t("connection.reconnecting")}
      body={t(isServerThere ? "connection.sinceLost" : "connection.sinceStopped", {
        time: formatTime(since, language),
      })}
    >
      <Button size="small" onClick={connection.wake}>
        {t("connection.tryNow")}
      </Button>
    </Banner>
  );
}
