import { Smartphone } from "lucide-react";
import type { Feature } from "../../shell/feature.ts";
import { PhonesBackground } from "./PhonesBackground.tsx";
import { PhonesPage } from "./PhonesPage.tsx";

/** The listener for phones, pairing, and what paired phones may do. */
export const phonesFeature: Feature = {
  id: "phones",
  title: (t) => t("phones.title"),
  icon: Smartphone,
  place: "bottom",
  permission: "admin",
  hasOneLevel: true,
  Page: PhonesPage,
  Background: PhonesBackground,
};
