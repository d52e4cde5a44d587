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
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(headlessHost.ready.url);
  await expect(page.getByRole("heading", { name: "Sign in to Quarterdeck" })).toBeVisible();
  // Not being signed in yet is nothing to complain about.
  expect(complaints).toEqual([]);
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

test("after too many wrong credentials the page says so and waits, instead of asking to sign in again", async ({
  headlessHost: { ready },
  page,
}) => {
  const guess = () => fetch(`${ready.url}/api/v1/me`, { headers: { authorization: "Bearer wrong" } });
  await expect.poll(async () => (await guess()).status, { intervals: [0] }).toBe(429);
  await page.goto(ready.url);
  await expect(page.getByText(/Too many failed sign-ins from this machine · next try in \d+ s/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Sign in to Quarterdeck" })).toBeHidden();
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
  await expect(page.getByText("Connected")).toBeVisible();
  await expect(banner).toBeHidden();
});
