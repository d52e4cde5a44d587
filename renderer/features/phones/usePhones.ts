import { useStore } from "zustand";
import { useShell } from "../../shell/shell.ts";
import { type PhonesModel, type PhonesState, phonesModelOf } from "./phonesModel.ts";

/** The model of the phones. */
export function usePhonesModel(): PhonesModel {
  return phonesModelOf(useShell());
}

/** A part of what is known of them; select the least that is needed. */
export function usePhones<T>(select: (state: PhonesState) => T): T {
  return useStore(usePhonesModel().store, select);
}
