import { expect } from "@playwright/test";
import { startHeadless } from "../../helpers/headlessHost.ts";
import { test } from "../../helpers/test.ts";

test("the one-time link signs in, leaves the address at once and works only once", async ({
  headlessHost,
  page,
  context,
  browser,
}) => {
  await page.goto(headlessHost.ready.loginUrl);
  await expect(page.getByRole("link", { name: "Sessions" })).toBeVisible();
  expect(page.url()).not.toContain("login=");
  await page.goBack();
  expect(page.url()).not.toContain("login=");
  const cookies = await context.cookies();
  expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
    { httpOnly: true, sameSite: "Strict" },
  ]);

  const other = await browser.newPage();
  await other.goto(headlessHost.ready.loginUrl);
  await expect(other.getByRole("alert")).toHaveText(/used already or is too old/);
  await other.close();
});

test("who is not signed in is told how to get a link, and can paste it", async ({ headlessHost, page }) => {
  await page.goto(headlessHost.ready.url);
  await expect(page.getByRole("heading", { name: "Sign in to Quarterdeck" })).toBeVisible();
  const field = page.getByLabel("Sign-in link");
  await field.fill("hello");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText(/isn’t a sign-in link/);
  await field.fill(headlessHost.ready.loginUrl);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Connected")).toBeVisible();
});

test("signing out ends here, and a reload does not bring anything back", async ({ browserPage: page }) => {
  await expect(page.getByText("Connected")).toBeVisible();
  await page.keyboard.press("Control+Shift+P");
  await page.keyboard.type("sign out");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Sign in to Quarterdeck" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in to Quarterdeck" })).toBeVisible();
});

test("a host that is killed and started again is found again by itself, still signed in", async ({ folder, page }) => {
  const first = await startHeadless({ folder });
  const port = new URL(first.ready.url).port;
  await page.goto(first.ready.loginUrl);
  await expect(page.getByText("Connected")).toBeVisible();
  await first.kill();
  const banner = page.getByText(/Everything recorded until then is kept|Your sessions keep running/);
  await expect(banner).toBeVisible();
  await using _second = await startHeadless({ folder, arguments: ["--port", port] });
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("Connected")).toBeVisible();
  await expect(banner).toBeHidden();
});
