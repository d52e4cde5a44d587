import { expect, type Locator, type Page } from "@playwright/test";
import type { Api } from "./api.ts";
import type { ChatServer } from "./modelServer/chatServer.ts";

/** The settings that make the stand-in the model for everything. */
export function standInModel({ url }: ChatServer): Readonly<Record<string, unknown>> {
  return {
    "models.providers": [{ kind: "openai-compatible", key: "standin", name: "Stand-in", baseUrl: `${url}/v1` }],
    "models.aliases": [{ key: "standin", name: "Stand-in model", provider: "standin", model: "standin-1" }],
    "models.default": "standin",
  };
}

/** Sets the stand-in up as the model and opens a new chat. */
export async function openNewChat(page: Page, api: Api, server: ChatServer): Promise<void> {
  await api.changeSettings(standInModel(server));
  await page.getByRole("link", { name: "Chat", exact: true }).first().click();
  await expect(composerOf(page)).toBeVisible();
}

export function composerOf(page: Page): Locator {
  return page.getByRole("textbox", { name: "Write a message" });
}

export async function say(page: Page, text: string): Promise<void> {
  await composerOf(page).fill(text);
  await composerOf(page).press("Enter");
}

/** The answers that are shown, in order. */
export function answersOf(page: Page): Locator {
  return page.getByRole("article", { name: "Answer", exact: true });
}

export function questionsOf(page: Page): Locator {
  return page.getByRole("article", { name: "Your message" });
}
