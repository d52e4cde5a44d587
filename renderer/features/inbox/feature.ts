import { Inbox } from "lucide-react";
import type { Feature } from "../../shell/feature.ts";
import { InboxBackground } from "./InboxBackground.tsx";
import { InboxBadge } from "./InboxBadge.tsx";
import { InboxPage } from "./InboxPage.tsx";

/** What needs the user, wherever it comes from. */
export const inboxFeature: Feature = {
  id: "inbox",
  title: (t) => t("inbox.title"),
  icon: Inbox,
  place: "top",
  permission: "watch",
  Page: InboxPage,
  Badge: InboxBadge,
  Background: InboxBackground,
};
