import type { Check } from "#shared/contract/system.ts";

/** What a check finds: everything but its name. */
export type Finding = Omit<Check, "name">;

export function ok(detail: string): Finding {
  return { state: "ok", detail, remedy: null };
}

export function warning(detail: string, remedy: string): Finding {
  return { state: "warning", detail, remedy };
}

export function failed(detail: string, remedy: string): Finding {
  return { state: "failed", detail, remedy };
}
