import { expect } from "@playwright/test";
import { startHeadless } from "../../helpers/headlessHost.ts";
import { openShell } from "../../helpers/sessionPage.ts";
import { terminalRows } from "../../helpers/terminal.ts";
import { test } from "../../helpers/test.ts";

test("a second page sees the first one's size, takes over, and the program is told the new size", async ({
  browserPage: page,
  context,
  api,
}) => {
  const { id, rows, run } = await openShell(page, api, "shared");
  await expect.poll(async () => (await api.session(id)).driver).not.toBeNull();
  await expect.poll(async () => (await api.session(id)).columns).toBeGreaterThan(100);
  const wide = await api.session(id);
  const second = await context.newPage();
  await second.setViewportSize({ width: 800, height: 500 });
  await second.goto(page.url());
  await expect(second.getByText(`Viewing at ${wide.columns}×${wide.rows}`)).toBeVisible();
  expect((await api.session(id)).columns).toBe(wide.columns);
  await page.bringToFront();
  await run("echo seen-$((50+5))-by-both");
  await expect(rows).toContainText("seen-55-by-both");
  await expect(terminalRows(second, id)).toContainText("seen-55-by-both");
  await second.bringToFront();
  await second.getByRole("button", { name: "Take over" }).click();
  await expect(second.getByText(/^Viewing at/)).toBeHidden();
  await expect(page.getByText(/^Viewing at/)).toBeVisible();
  await expect.poll(async () => (await api.session(id)).columns).toBeLessThan(wide.columns);
});

test("who drives can stop: the size stays, nobody is made to drive, and taking over is one press", async ({
  browserPage: page,
  api,
}) => {
  const { id } = await openShell(page, api, "handed");
  await expect.poll(async () => (await api.session(id)).driver).not.toBeNull();
  const { columns } = await api.session(id);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Stop driving" }).click();
  await expect(page.getByText(/nobody decides the size/)).toBeVisible();
  expect(await api.session(id)).toMatchObject({ driver: null, columns });
  // Coming back to the page takes nothing again.
  await page.getByRole("link", { name: "Settings" }).click();
  await page.goBack();
  await expect(page.getByText(/nobody decides the size/)).toBeVisible();
  await page.getByRole("button", { name: "Fit it to this window" }).click();
  await expect.poll(async () => (await api.session(id)).driver).not.toBeNull();
  await page.keyboard.press("Control+Shift+P");
  await page.getByRole("combobox").fill("stop driving");
  // The page hears a moment after the host that it drives; only then there is something to stop.
  await expect(page.getByRole("option", { name: /Stop driving/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await api.session(id)).driver).toBeNull();
});

test("the host is killed: nothing printed is lost, the page comes back by itself, one press restarts", async ({
  folder,
  headlessHost,
  page,
  api,
}) => {
  await page.goto(headlessHost.ready.loginUrl);
  const port = new URL(headlessHost.ready.url).port;
  const { rows, run } = await openShell(page, api, "survivor");
  await run("echo kept-$((60+6))");
  await expect(rows).toContainText("kept-66");
  await headlessHost.kill();
  await expect(page.getByText(/Connection lost|isn’t running/).first()).toBeVisible();
  await page.keyboard.type("ls");
  await expect(page.getByText("Not sent yet:")).toBeVisible();
  await using _again = await startHeadless({ folder, arguments: ["--port", port] });
  await expect(page.getByText("It was cut off when Quarterdeck itself ended unexpectedly.")).toBeVisible({
    timeout: 30_000,
  });
  await expect(rows).toContainText("kept-66");
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Restart interrupted sessions…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restart 1 session" }).click();
  await expect(page.getByText("Sessions were cut off when Quarterdeck last ended.")).toBeHidden();
  await expect(page.getByText("It was cut off when Quarterdeck itself ended unexpectedly.")).toBeHidden();
  await page.locator(".xterm-helper-textarea").first().focus();
  await run("echo alive-$((70+7))");
  await expect(rows).toContainText("alive-77");
});
