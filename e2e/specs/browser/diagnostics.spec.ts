import { expect } from "@playwright/test";
import { startHeadless } from "../../helpers/headlessHost.ts";
import { test } from "../../helpers/test.ts";

test("the checks say what was found, and the report that is copied holds no secret", async ({
  browserPage: page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("link", { name: "Diagnostics" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Node" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Copy report" }).click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain("Quarterdeck");
  expect(report).not.toMatch(/[A-Za-z0-9_-]{40,}/);
});

test("where secrets are kept is said in the status bar until it is put away, and in the diagnostics", async ({
  folder,
  page,
}) => {
  // No bus, no keychain, whatever this machine has.
  await using host = await startHeadless({ folder, environment: { DBUS_SESSION_BUS_ADDRESS: "disabled:" } });
  await page.goto(host.ready.loginUrl);
  const hint = page.getByRole("contentinfo").getByRole("button", { name: "No keychain" });
  await hint.click();
  const more = page.getByRole("dialog", { name: "There is no system keychain here." });
  await expect(more).toContainText("encrypted file that only you can read");
  await more.getByRole("button", { name: "Don’t show again" }).click();
  await expect(hint).toBeHidden();
  await page.reload();
  await page.getByRole("link", { name: "Diagnostics" }).click();
  await expect(page.getByRole("list", { name: "Notices" })).toContainText("There is no system keychain here.");
  await expect(hint).toBeHidden();
});

test("the log is filtered by level and words, and an entry opens to its context", async ({ browserPage: page }) => {
  await page.getByRole("link", { name: "Diagnostics" }).click();
  await page.getByRole("tab", { name: "Log" }).click();
  const log = page.getByRole("region", { name: "Log" });
  await log.getByRole("button", { name: /Ready/ }).click();
  await expect(log.getByText(/"version"/)).toBeVisible();
  await page.getByRole("searchbox", { name: "Contains…" }).fill("no such words");
  await expect(page.getByText("Nothing fits")).toBeVisible();
});
