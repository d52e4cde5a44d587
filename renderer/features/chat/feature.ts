import { MessageSquare } from "lucide-react";
import type { Feature } from "../../shell/feature.ts";
import { ChatBackground } from "./ChatBackground.tsx";
import { ChatPage } from "./ChatPage.tsx";

/** Conversations with language models. */
export const chatFeature: Feature = {
  id: "chat",
  title: (t) => t("chat.title"),
  icon: MessageSquare,
  place: "top",
  permission: "watch",
  Page: ChatPage,
  Background: ChatBackground,
};
