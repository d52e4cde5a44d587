import { expect, type Page } from "@playwright/test";
import { startHeadless } from "../../helpers/headlessHost.ts";
import { test } from "../../helpers/test.ts";

async function changeTheme(page: Page, theme: string): Promise<void> {
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox").fill(`theme ${theme}`);
  await page.keyboard.press("Enter");
}

test("a change made while the host is away is tried again in sight, and taken back with the reason when it fails", async ({
  headlessHost,
  browserPage: page,
}) => {
  await expect(page.getByText("Connected")).toBeVisible();
  const before = await page.locator("html").getAttribute("data-theme");
  await headlessHost.kill();
  await expect(page.getByText("Not connected")).toBeVisible();
  await changeTheme(page, "contrast");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "contrast");
  await expect(page.getByText(/Changing the appearance failed · retry 2 of 3 in/)).toBeVisible();
  await expect(page.getByText(/Changing the appearance failed · retry 3 of 3 in/)).toBeVisible();
  await expect(page.getByText("There is no connection, so nothing was done.", { exact: false }).first()).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", before ?? "");
});

test("a retry is cancelled for good", async ({ headlessHost, browserPage: page }) => {
  await expect(page.getByText("Connected")).toBeVisible();
  await headlessHost.kill();
  await expect(page.getByText("Not connected")).toBeVisible();
  await changeTheme(page, "dark");
  await page.getByRole("button", { name: "Cancel: Changing the appearance" }).click();
  await expect(page.getByText(/Changing the appearance failed/)).toHaveCount(0);
});

test("a change made while the host restarts arrives once it is back", async ({ folder, page }) => {
  const first = await startHeadless({ folder });
  await page.goto(first.ready.loginUrl);
  await expect(page.getByText("Connected")).toBeVisible();
  await first.kill();
  await expect(page.getByText("Not connected")).toBeVisible();
  const restarted = startHeadless({ folder, arguments: ["--port", new URL(first.ready.url).port] });
  await changeTheme(page, "dark");
  await using _second = await restarted;
  await expect(page.getByText("Connected")).toBeVisible();
  await expect(page.getByText(/Changing the appearance/)).toHaveCount(0);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
