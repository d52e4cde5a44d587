import { Activity } from "lucide-react";
import type { Feature } from "../../shell/feature.ts";
import { DiagnosticsPage } from "./DiagnosticsPage.tsx";

/** What to look at when something does not work. */
export const diagnosticsFeature: Feature = {
  id: "diagnostics",
  title: (t) => t("diagnostics.title"),
  icon: Activity,
  place: "bottom",
  permission: "admin",
  hasOneLevel: true,
  Page: DiagnosticsPage,
};
