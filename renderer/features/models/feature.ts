import { Bot } from "lucide-react";
import type { Feature } from "../../shell/feature.ts";
import { ModelsPage } from "./ModelsPage.tsx";

/** Which language models answer, what they may use, and what they cost. */
export const modelsFeature: Feature = {
  id: "models",
  title: (t) => t("models.title"),
  icon: Bot,
  place: "bottom",
  permission: "admin",
  hasOneLevel: true,
  Page: ModelsPage,
};
