import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useConnection, useConnectionState } from "../connection/useConnection.ts";

/** A moment of catching up is not worth a word. Milliseconds. */
const toldAfterMs = 400;

export interface ConnectionPhase {
  /** The connection is there, and what is shown is still being brought up to date. */
  readonly isCatchingUp: boolean;
  /** Since when it is live or gone, in milliseconds since the epoch; null where that means nothing. */
  readonly since: number | null;
  /** The smoothed time to the server and back in milliseconds; null while unknown. */
  readonly roundTrip: number | null;
}

/** What the connection is doing, beyond its state. */
export function useConnectionPhase(): ConnectionPhase {
  const connection = useConnection();
  const state = useConnectionState();
  const isBehind = useStore(connection.behind, (behind) => behind > 0);
  const roundTrip = useStore(connection.roundTrip, (measured) => (measured === null ? null : Math.round(measured)));
  const isLive = state.kind === "live";
  const [isTold, setTold] = useState(false);
  useEffect(() => {
    if (!isLive || !isBehind) {
      setTold(false);
      return;
    }
    const timer = setTimeout(() => setTold(true), toldAfterMs);
    return () => clearTimeout(timer);
  }, [isLive, isBehind]);
  return {
    isCatchingUp: isLive && isBehind && isTold,
    since: "since" in state ? state.since : null,
    roundTrip: isLive ? roundTrip : null,
  };
}
