import { useConnection, useConnectionState } from "../connection/useConnection.ts";
import { useText } from "../i18n/useText.ts";
import { Button } from "../ui/Button.tsx";
import { CommandLine } from "./CommandLine.tsx";
import { Mark } from "./Mark.tsx";
import { useConnectionText } from "./useConnectionText.ts";

/** Until the first connection has told who we are. Says nothing until a try has failed: usually it takes a blink. */
export function WaitingPage() {
  const connection = useConnection();
  const state = useConnectionState();
  const text = useConnectionText();
  const t = useText();
  const isPhone = connection.kind === "phone";
  const hasFailed = (state.kind === "connecting" || state.kind === "reconnecting") && state.attempt > 0;
  return (
    <main aria-busy="true" className="flex h-dvh items-center justify-center bg-sunken p-4">
      {!hasFailed && <span className="sr-only">{state.kind === "live" ? t("app.loading") : text}</span>}
      {hasFailed && (
        <div className="w-full max-w-[420px] rounded border border-line bg-main p-6 max-wide:p-5">
          <Mark />
          <h1 className="mt-4 text-20 font-semibold">{t("connection.waitingTitle")}</h1>
          <p className="mt-1 text-muted">{isPhone ? t("connection.waitingPhoneBody") : t("connection.waitingBody")}</p>
          <p className="figures mt-4">{text}</p>
          <Button look="primary" className="mt-3 w-full" onClick={connection.wake}>
            {t("connection.tryNow")}
          </Button>
          {!isPhone && (
            <>
              <p className="mt-6 mb-1.5 text-12 text-muted">{t("connection.waitingHint")}</p>
              <CommandLine command="npm start" />
            </>
          )}
        </div>
      )}
    </main>
  );
}
