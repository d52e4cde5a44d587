import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { useIsHandheld } from "../../../ui/useMediaQuery.ts";
import { isRunning } from "../list/listItems.ts";
import type { SessionTerminal } from "./terminalPool.ts";

export interface Driving {
  readonly isDriving: boolean;
  /** Somebody else decides the size. */
  readonly isOthers: boolean;
  readonly isBusy: boolean;
  readonly takeOver: () => void;
}

/** Who decides the terminal's size, and how to change that. When nobody does, the pane in front takes over by itself. */
export function useDriving(session: Session, terminal: SessionTerminal | null, isFocused: boolean): Driving {
  const call = useCall();
  const t = useText();
  const maySteer = useMay("steer");
  // On a phone driving is taken by the person's word alone: it makes the terminal narrow for everybody.
  const isHandheld = useIsHandheld();
  const [isBusy, setBusy] = useState(false);
  const nothing = useNoFeed();
  const { viewer, hasReleased } = useStore(terminal?.feed.state ?? nothing);
  // Of what has ended nobody decides the size any more: it is seen whole, however narrow the pane.
  const isDriving = isRunning(session) && session.driver !== null && session.driver.viewer === viewer;

  const takeOver = useCallback(async () => {
    if (!terminal) return;
    // Measured unscaled: as the driver we show the terminal at our own size.
    terminal.screen.setFit({ kind: "own" });
    const size = terminal.screen.fittingSize();
    if (!size) return;
    setBusy(true);
    await call(`terminal:takeOver:${session.id}`, (client, signal) => terminal.feed.takeOver(client, size, signal), {
      label: t("sessions.takingOver"),
    });
    setBusy(false);
  }, [terminal, session.id, call, t]);

  const isFree = isRunning(session) && session.driver === null && viewer !== null;
  useEffect(() => {
    if (
      isFree &&
      isFocused &&
      maySteer &&
      !hasReleased &&
      !isHandheld &&
      document.visibilityState === "visible" &&
      document.hasFocus()
    )
      void takeOver();
  }, [isFree, isFocused, maySteer, hasReleased, isHandheld, takeOver]);

  return {
    isDriving,
    isOthers: session.driver !== null && viewer !== null && !isDriving,
    isBusy,
    takeOver: () => void takeOver(),
  };
}

/** A store that never changes stands in until there is a terminal: hooks must not be conditional. */
function useNoFeed() {
  return useState(() => emptyFeedStore())[0];
}

function emptyFeedStore(): SessionTerminal["feed"]["state"] {
  const state = {
    phase: "connecting",
    error: null,
    viewer: null,
    size: null,
    held: null,
    hasReleased: false,
    wasRefused: false,
  } as const;
  return {
    getState: () => state,
    getInitialState: () => state,
    setState: () => undefined,
    subscribe: () => () => undefined,
  };
}
