import { expect, type Page } from "@playwright/test";
import { test } from "../../helpers/test.ts";

async function runCommand(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox").fill(words);
  await page.keyboard.press("Enter");
}

test("the palette finds every action by its words and runs it; Escape closes it and gives the focus back", async ({
  browserPage: page,
}) => {
  await expect(page.getByText("Connected")).toBeVisible();
  await page.keyboard.press("F1");
  await expect(page.getByRole("dialog", { name: "Show all commands" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await runCommand(page, "diagnos");
  await expect(page.getByRole("heading", { name: "Diagnostics" })).toBeVisible();
  expect(page.url()).toContain("#/diagnostics");
});

test("theme and language change at once, everywhere, and survive a reload", async ({ browserPage: page }) => {
  await expect(page.getByText("Connected")).toBeVisible();
  await runCommand(page, "theme dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await runCommand(page, "中文");
  await expect(page.getByText("已连接")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await page.reload();
  await expect(page.getByText("已连接")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("what one browser changes about the looks, the settings of another show", async ({ browserPage: page, api }) => {
  await expect(page.getByText("Connected")).toBeVisible();
  await api.changeSettings({ "appearance.theme": "contrast" });
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "contrast");
});

test("everything is reachable with the keyboard alone, and Escape goes back one step", async ({
  browserPage: page,
}) => {
  await expect(page.getByText("Connected")).toBeVisible();
  await page.keyboard.press("Alt+Shift+6");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  const sections = page.getByRole("navigation", { name: "Sections of the settings" });
  await sections.getByRole("link", { name: "Sessions" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Running sessions" })).toBeVisible();
  await page.getByRole("textbox", { name: "Running sessions" }).focus();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("textbox", { name: "Running sessions" })).not.toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/#\/settings$/);
});

test("on a phone the list and what it opens are two levels with a bottom bar", async ({ browserPage: page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const bar = page.getByRole("navigation", { name: "Main" });
  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Appearance" }).click();
  await expect(page.getByRole("heading", { name: "Appearance" })).toBeVisible();
  await expect(bar).toBeHidden();
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect(bar).toBeVisible();
});
