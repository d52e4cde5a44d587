import { SquareTerminal } from "lucide-react";
import type { Feature } from "../../shell/feature.ts";
import { SessionsBackground } from "./SessionsBackground.tsx";
import { SessionsPage } from "./SessionsPage.tsx";

/** Command-line tools in terminals: the main thing of the house. */
export const sessionsFeature: Feature = {
  id: "sessions",
  title: (t) => t("sessions.title"),
  icon: SquareTerminal,
  place: "top",
  permission: "watch",
  Page: SessionsPage,
  Background: SessionsBackground,
};
