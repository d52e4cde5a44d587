import { Smartphone } from "lucide-react";
import { useEffect, useMemo } from "react";
import type { Action } from "../../shell/actions.ts";
import { useActions, useShell } from "../../shell/shell.ts";
import { PairDialog } from "./PairDialog.tsx";
import { RequestDialog } from "./RequestDialog.tsx";
import { usePhones, usePhonesModel } from "./usePhones.ts";

/** Keeps the phones known, offers pairing as a command, and asks about a phone that waits, whichever page is shown. */
export function PhonesBackground() {
  const { connection, router } = useShell();
  const model = usePhonesModel();
  const isPairing = usePhones((state) => state.isPairing);
  const request = usePhones((state) => state.pairing?.requests[0]);
  useEffect(() => {
    const followed = model.follow(connection);
    return () => followed[Symbol.dispose]();
  }, [model, connection]);
  useActions(
    useMemo(
      (): readonly Action[] => [
        {
          id: "phones.pair",
          title: (t) => t("phones.pair"),
          group: (t) => t("phones.title"),
          icon: Smartphone,
          run: () => {
            router.navigate(["phones"]);
            model.setPairing(true);
          },
        },
      ],
      [router, model],
    ),
  );
  // A phone is let in where the desktop stands: another phone, even one that may administer, cannot compare the words there.
  if (request && connection.kind !== "phone") return <RequestDialog key={request.id} request={request} />;
  return isPairing ? <PairDialog /> : null;
}
