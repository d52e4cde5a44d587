import { assertNever } from "#shared/assertNever.ts";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import type { Translate } from "../../../i18n/texts.ts";

/** What a permission is called. */
export function permissionTitle(t: Translate, permission: Permission): string {
  switch (permission) {
    case "watch":
      return t("settings.permissionWatch");
    case "steer":
      return t("settings.permissionSteer");
    case "start":
      return t("settings.permissionStart");
    case "approve":
      return t("settings.permissionApprove");
    case "admin":
      return t("settings.permissionAdmin");
    default:
      return assertNever(permission);
  }
}

/** What it lets somebody do. */
export function permissionHint(t: Translate, permission: Permission): string {
  switch (permission) {
    case "watch":
      return t("settings.permissionWatchHint");
    case "steer":
      return t("settings.permissionSteerHint");
    case "start":
      return t("settings.permissionStartHint");
    case "approve":
      return t("settings.permissionApproveHint");
    case "admin":
      return t("settings.permissionAdminHint");
    default:
      return assertNever(permission);
  }
}
