import { assertNever } from "#shared/assertNever.ts";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import type { Translate } from "../i18n/texts.ts";

/** A permission of a phone in words: what it is called, and what it lets the phone do. */
export function permissionText(
  t: Translate,
  permission: Permission,
): { readonly title: string; readonly hint: string } {
  switch (permission) {
    case "watch":
      return { title: t("pairing.watch"), hint: t("pairing.watchHint") };
    case "steer":
      return { title: t("pairing.steer"), hint: t("pairing.steerHint") };
    case "start":
      return { title: t("pairing.start"), hint: t("pairing.startHint") };
    case "approve":
      return { title: t("pairing.approve"), hint: t("pairing.approveHint") };
    case "admin":
      return { title: t("pairing.admin"), hint: t("pairing.adminHint") };
    default:
      return assertNever(permission);
  }
}

/** What a phone may do in one line. `admin` includes the rest. */
export function permissionsLine(t: Translate, permissions: readonly Permission[]): string {
  const named: readonly Permission[] = permissions.includes("admin") ? ["admin"] : permissions;
  return named.map((permission) => permissionText(t, permission).title).join(" · ");
}
