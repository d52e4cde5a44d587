import { useCallback, useEffect, useReducer, useRef } from "react";
import { isAbort } from "../connection/isRetryable.ts";
import type { PairingProof } from "../connection/phone/pairingLink.ts";
import { beginPairing, nextPairingState, type PairingState } from "../connection/phone/pairingState.ts";
import { pairPhone } from "../connection/phone/pairPhone.ts";
import type { PhoneCrypto } from "../connection/phone/phoneCrypto.ts";
import type { PhoneDesk } from "./phoneDesk.ts";

export interface Pairing {
  readonly state: PairingState;
  readonly begin: (proof: PairingProof, name: string) => void;
  /** Stops waiting; what the desktop shows runs out by itself. */
  readonly cancel: () => void;
  readonly again: () => void;
}

/** One pairing at a time, ended when the page goes away. A fault of the browser itself is thrown to the page's boundary. */
export function usePairing({ ask, store }: PhoneDesk, crypto: PhoneCrypto, isLinkUnreadable: boolean): Pairing {
  const [state, tell] = useReducer(nextPairingState, isLinkUnreadable, beginPairing);
  const running = useRef<AbortController | null>(null);
  const [fault, setFault] = useReducer((_: unknown, thrown: unknown) => thrown, null);
  if (fault !== null) throw fault;

  const cancel = useCallback(() => {
    running.current?.abort(new DOMException("No longer wanted", "AbortError"));
    running.current = null;
  }, []);
  useEffect(() => cancel, [cancel]);

  return {
    state,
    begin: (proof, name) => {
      cancel();
      const abort = new AbortController();
      running.current = abort;
      pairPhone({ ask, crypto, store, now: Date.now }, { proof, name, signal: abort.signal, tell }).catch(
        (error: unknown) => {
          if (!isAbort(error)) setFault(error);
        },
      );
    },
    cancel: () => {
      cancel();
      tell({ kind: "failed", failure: "ended" });
    },
    again: () => tell({ kind: "again" }),
  };
}
