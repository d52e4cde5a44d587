import { useMemo } from "react";
import { useStore } from "zustand";
import { allows } from "#shared/contract/scopes.ts";
import type { Feature } from "../shell/feature.ts";
import { useShell } from "../shell/shell.ts";
import { features } from "./features.ts";

/** The features this caller has permission for. */
export function useVisibleFeatures(): readonly Feature[] {
  const granted = useStore(useShell().permissions);
  return useMemo(
    () => (granted === null ? [] : features.filter(({ permission }) => allows(granted, permission))),
    [granted],
  );
}
