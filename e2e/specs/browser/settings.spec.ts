import { expect } from "@playwright/test";
import { startHeadless } from "../../helpers/headlessHost.ts";
import { test } from "../../helpers/test.ts";

test("a setting is checked where it is typed, saved when it is left, and can be taken back", async ({
  browserPage: page,
}) => {
  await page.getByRole("link", { name: "Settings" }).click();
  await page
    .getByRole("navigation", { name: "Sections of the settings" })
    .getByRole("link", { name: "Sessions" })
    .click();
  const field = page.getByRole("textbox", { name: "Running sessions" });
  await field.fill("0");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("Enter 1 or more.");
  await field.fill("7");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeHidden();
  const reset = page.getByRole("button", { name: "Back to the default: Running sessions" });
  await expect(reset).toBeVisible();
  await page.reload();
  await expect(field).toHaveValue("7");
  await reset.click();
  await expect(field).toHaveValue("100");
});

test("what one window changes shows in the others at once: language, theme, a field of the settings", async ({
  browserPage: page,
  context,
  api,
}) => {
  const second = await context.newPage();
  await second.goto(`${new URL(page.url()).origin}/#/settings/sessions`);
  await expect(second.getByRole("textbox", { name: "Running sessions" })).toHaveValue("100");
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox").fill("theme dark");
  await page.keyboard.press("Enter");
  await expect(second.locator("html")).toHaveAttribute("data-theme", "dark");
  await api.changeSettings({ "sessions.maximum": 12 });
  await expect(second.getByRole("textbox", { name: "Running sessions" })).toHaveValue("12");
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox").fill("简体中文");
  await page.keyboard.press("Enter");
  await expect(second.getByRole("heading", { name: "设置" })).toBeVisible();
  await expect(second.locator("html")).toHaveAttribute("lang", "zh-CN");
});

test("a setting of the command line is shown, locked, with where it comes from", async ({ headlessHost, page }) => {
  await page.goto(headlessHost.ready.loginUrl);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Server" }).click();
  await expect(page.getByRole("textbox", { name: "Port" })).toBeDisabled();
  await expect(page.getByText("Set on the command line; change it there.")).toBeVisible();
});

test("a setting of the environment is shown, locked, with where it comes from", async ({ folder, page }) => {
  await using host = await startHeadless({ folder, environment: { QUARTERDECK_SESSIONS_MAXIMUM: "9" } });
  await page.goto(host.ready.loginUrl);
  await page.getByRole("link", { name: "Settings" }).click();
  await page
    .getByRole("navigation", { name: "Sections of the settings" })
    .getByRole("link", { name: "Sessions" })
    .click();
  await expect(page.getByRole("textbox", { name: "Running sessions" })).toHaveValue("9");
  await expect(page.getByRole("textbox", { name: "Running sessions" })).toBeDisabled();
  await expect(page.getByText("Set by an environment variable; change it there.")).toBeVisible();
});

test("a tool of one's own is added by hand, corrected where it is wrong, changed and removed", async ({
  browserPage: page,
}) => {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Your tools" }).click();
  await page.getByRole("button", { name: "Add a tool" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a tool" });
  await dialog.getByLabel("Key", { exact: true }).fill("my tool");
  await dialog.getByLabel("Name", { exact: true }).fill("My tool");
  await dialog.getByLabel("Command", { exact: true }).fill("/bin/cat");
  await dialog.getByLabel("Environment (optional)").fill("FOO");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toHaveCount(2);
  await dialog.getByLabel("Key", { exact: true }).fill("my-tool");
  await dialog.getByLabel("Environment (optional)").fill("FOO=bar baz");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await page.reload();
  await page.getByRole("button", { name: "Edit My tool" }).click();
  await expect(page.getByRole("dialog").getByLabel("Environment (optional)")).toHaveValue("FOO=bar baz");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Remove My tool" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No tools of your own yet")).toBeVisible();
});

test("a token is shown once, works with just its permissions, and not after it is revoked", async ({
  browserPage: page,
  headlessHost,
}) => {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Access tokens" }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByLabel("Name").fill("Backup");
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  const shown = page.getByRole("dialog", { name: "Token created" });
  const token = await shown.locator("code").textContent();
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(String(token))).toBeHidden();
  const status = async (path: string): Promise<number> =>
    (await fetch(`${headlessHost.ready.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect([await status("/sessions"), await status("/tokens")]).toEqual([200, 403]);
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No tokens yet")).toBeVisible();
  expect(await status("/sessions")).toBe(401);
});
