import { expect, type Locator } from "@playwright/test";
import { openShell } from "../../helpers/sessionPage.ts";
import { test } from "../../helpers/test.ts";

test("two sessions beside each other, by keyboard alone, still there after a reload", async ({
  browserPage: page,
  api,
}) => {
  const left = await openShell(page, api, "left");
  const right = await openShell(page, api, "right");
  await page.keyboard.press("Alt+Shift+M");
  await expect(left.rows).toBeVisible();
  await expect(right.rows).toBeVisible();
  await right.run("echo typed-right");
  await expect(right.rows).toContainText("typed-right");
  await page.keyboard.press("Alt+Shift+O");
  await left.run("echo typed-left");
  await expect(left.rows).toContainText("typed-left");
  await expect(right.rows).not.toContainText("typed-left");
  await page.reload();
  await expect(left.rows).toContainText("typed-left");
  await expect(right.rows).toContainText("typed-right");
  await page.keyboard.press("Alt+Shift+U");
  await expect(page.getByRole("tab")).toHaveCount(2);
  await expect(page.getByRole("tablist")).toHaveCount(1);
});

test("tabs: going round, closing, coming back from the list", async ({ browserPage: page, api }) => {
  const first = await openShell(page, api, "first");
  const second = await openShell(page, api, "second");
  await page.keyboard.press("Alt+Shift+ArrowRight");
  await expect(first.rows).toBeVisible();
  await expect(second.rows).toBeHidden();
  await page.keyboard.press("Alt+Shift+W");
  await expect(second.rows).toBeVisible();
  await expect(page.getByRole("tab")).toHaveCount(1);
  await page.getByRole("button", { name: /^first/ }).click();
  await expect(first.rows).toBeVisible();
});

test("what has ended is seen whole where there is less room than it had", async ({ browserPage: page, api }) => {
  const { id, run } = await openShell(page, api, "over");
  await expect.poll(async () => (await api.session(id)).columns).toBeGreaterThan(100);
  await run("exit");
  await expect(page.getByText("It finished by itself, without an error.")).toBeVisible();
  await page.setViewportSize({ width: 800, height: 600 });
  const area = page.getByTestId(`terminal-${id}`);
  const widthOf = async (part: Locator) => (await part.boundingBox())?.width ?? 0;
  await expect
    .poll(async () => (await widthOf(area)) - (await widthOf(area.locator(".xterm-screen"))))
    .toBeGreaterThanOrEqual(0);
});

test("on a phone: the list, then the terminal with the keys a phone does not have", async ({
  browserPage: page,
  api,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { rows, run } = await openShell(page, api, "pocket");
  await run("sleep 300");
  await page.getByRole("toolbar", { name: "Extra keys" }).getByRole("button", { name: "Ctrl" }).click();
  await page.getByRole("button", { name: "^C" }).click();
  await run("echo code-$?");
  await expect(rows).toContainText("code-130");
  await page.getByRole("button", { name: "Back to the list" }).click();
  await expect(page.getByRole("button", { name: /^pocket/ })).toBeVisible();
  await expect(rows).toBeHidden();
});
