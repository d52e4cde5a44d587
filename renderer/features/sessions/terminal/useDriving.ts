import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { isRunning } from "../list/listItems.ts";
import type { SessionTerminal } from "./terminalPool.ts";

export interface Driving {
  readonly isDriving: boolean;
  /** Somebody else decides the size. */
  readonly isOthers: boolean;
  readonly isBusy: boolean;
  readonly takeOver: () => void;
  readonly release: () => void;
}

/** Who decides the terminal's size, and how to change that. When nobody does, the pane in front takes over by itself. */
export function useDriving(session: Session, terminal: SessionTerminal | null, isFocused: boolean): Driving {
  const call = useCall();
  const t = useText();
  const maySteer = useMay("steer");
  const [isBusy, setBusy] = useState(false);
  const [hasReleased, setReleased] = useState(false);
  const viewer = useTerminalViewer(terminal);
  const isDriving = session.driver !== null && session.driver.viewer === viewer;

  const takeOver = useCallback(async () => {
    if (!terminal) return;
    // Measured unscaled: as the driver we show the terminal at our own size.
    terminal.screen.scaleToFit(false);
    const size = terminal.screen.fittingSize();
    if (!size) return;
    setBusy(true);
    setReleased(false);
    await call(`terminal:takeOver:${session.id}`, (client, signal) => terminal.feed.takeOver(client, size, signal), {
      label: t("sessions.takingOver"),
    });
    setBusy(false);
  }, [terminal, session.id, call, t]);

  const release = useCallback(async () => {
    if (!terminal) return;
    setReleased(true);
    await call(`terminal:release:${session.id}`, (client, signal) => terminal.feed.release(client, signal), {
      label: t("sessions.releasing"),
    });
  }, [terminal, session.id, call, t]);

  const isFree = isRunning(session) && session.driver === null && viewer !== null;
  useEffect(() => {
    if (
      isFree &&
      isFocused &&
      maySteer &&
      !hasReleased &&
      document.visibilityState === "visible" &&
      document.hasFocus()
    )
      void takeOver();
  }, [isFree, isFocused, maySteer, hasReleased, takeOver]);

  return {
    isDriving,
    isOthers: session.driver !== null && viewer !== null && !isDriving,
    isBusy,
    takeOver: () => void takeOver(),
    release: () => void release(),
  };
}

function useTerminalViewer(terminal: SessionTerminal | null): string | null {
  const nothing = useNoFeed();
  return useStore(terminal?.feed.state ?? nothing, (state) => state.viewer);
}

/** A store that never changes stands in until there is a terminal: hooks must not be conditional. */
function useNoFeed() {
  return useState(() => emptyFeedStore())[0];
}

function emptyFeedStore(): SessionTerminal["feed"]["state"] {
  const state = { phase: "connecting", error: null, viewer: null, size: null, held: null, wasRefused: false } as const;
  return {
    getState: () => state,
    getInitialState: () => state,
    setState: () => undefined,
    subscribe: () => () => undefined,
  };
}
