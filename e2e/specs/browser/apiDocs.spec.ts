import { expect } from "@playwright/test";
import { test } from "../../helpers/test.ts";

test("the API's page works from this machine alone: it shows examples and tries a call out", async ({
  headlessHost,
  browserPage: page,
}) => {
  await expect(page.getByRole("link", { name: "Sessions" })).toBeVisible();
  const elsewhere: string[] = [];
  const problems: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== headlessHost.ready.url) elsewhere.push(request.url());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.goto(`${headlessHost.ready.url}/api/docs`);
  await expect(page.getByText("Authorization: Bearer $TOKEN")).toBeVisible();
  const status = page.locator(".opblock", { has: page.getByText("/status", { exact: true }) });
  await status.getByRole("button").first().click();
  await expect(status.getByText("sessions-interrupted").first()).toBeVisible();
  await status.getByRole("button", { name: "Execute" }).click();
  await expect(status.locator(".live-responses-table").getByText(headlessHost.ready.version).first()).toBeVisible();
  expect(elsewhere).toEqual([]);
  expect(problems).toEqual([]);
});
