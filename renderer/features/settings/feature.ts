import { Settings2 } from "lucide-react";
import type { Feature } from "../../shell/feature.ts";
import { SettingsPage } from "./SettingsPage.tsx";

/** The configuration, and the tokens for scripts. */
export const settingsFeature: Feature = {
  id: "settings",
  title: (t) => t("settings.title"),
  icon: Settings2,
  place: "bottom",
  permission: "admin",
  Page: SettingsPage,
};
