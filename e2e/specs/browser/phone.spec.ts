import { type BrowserContext, expect, type Page } from "@playwright/test";
import type { Api } from "../../helpers/api.ts";
import { openShell } from "../../helpers/sessionPage.ts";
import { test } from "../../helpers/test.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The same signed-in person on a phone-sized screen, at a session. */
async function onPhone(page: Page, session: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await newPhone(page);
  const small = await context.newPage();
  await small.goto(new URL(`/#/sessions/${session}`, page.url()).href);
  return { context, page: small };
}

async function newPhone(page: Page): Promise<BrowserContext> {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser");
  return await browser.newContext({ ...phone, storageState: await page.context().storageState() });
}

/** Moves fingers as a hand does: down, in steps, up. Each path is one finger's from and to. */
async function drag(page: Page, ...paths: readonly (readonly [from: Point, to: Point])[]): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const at = (share: number) =>
    paths.map(([from, to]) => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }));
  await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (let step = 1; step <= 8; step += 1)
    await client.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(step / 8) });
  await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await client.detach();
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const columnsOf = async (api: Api, id: string): Promise<number> => (await api.session(id)).columns;

test("watching leaves the desktop's terminal as it is; driving is taken, given back, and ends with the phone", async ({
  browserPage: page,
  api,
}) => {
  const { id, run } = await openShell(page, api, "shared");
  await run("echo wide-$((40+2))");
  const atDesktop = await columnsOf(api, id);
  const small = await onPhone(page, id);
  const text = small.page.getByTestId("reflow");
  await expect(text).toContainText("wide-42");
  await expect(small.page.getByText(/^.+ drives · \d+×\d+$/)).toBeVisible();
  expect(await columnsOf(api, id)).toBe(atDesktop);

  await small.page.getByRole("button", { name: "Drive" }).click();
  await expect(small.page.getByText(/^You drive · \d+×\d+$/)).toBeVisible();
  await expect.poll(() => columnsOf(api, id)).toBeLessThan(60);
  await expect(page.getByText(/decides the size/)).toBeVisible();

  await small.page.getByRole("button", { name: "Give back" }).click();
  await expect(small.page.getByText(/drives · \d+×\d+$/)).toBeVisible();
  await expect(small.page.getByText(/^You drive/)).toBeHidden();
  await small.page.getByRole("button", { name: "Drive" }).click();
  await expect(small.page.getByText(/^You drive/)).toBeVisible();
  await small.context.close();
  await expect.poll(() => columnsOf(api, id)).toBe(atDesktop);
});

test("the text of a session wraps to be read, from its first line to what is printed now", async ({
  browserPage: page,
  api,
}) => {
  const { id, run } = await openShell(page, api, "long");
  await run(`printf 'begin-%s\\n' "$(printf 'y%.0s' {1..300})"; seq 1000 1900`);
  const small = await onPhone(page, id);
  const text = small.page.getByTestId("reflow");
  await expect(text.getByText("1900", { exact: true })).toBeVisible();
  const box = await text.evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(box[0]).toBe(box[1]);
  await expect(async () => {
    await text.evaluate((element) => element.scrollTo(0, 0));
    await expect(text.getByText(/^begin-y{300}$/)).toBeVisible({ timeout: 200 });
  }).toPass();
  const lines = (await text.locator("div").allTextContents()).map((line) => line.trim());
  const numbers = lines.filter((line) => /^1\d{3}$/.test(line)).map(Number);
  expect(numbers).toEqual(Array.from({ length: 901 }, (_, index) => 1000 + index));
  await small.page.getByRole("button", { name: "To the end" }).click();
  await run("echo printed-$((50+5))");
  await expect(text.getByText("printed-55", { exact: true })).toBeVisible();
  await small.context.close();
});

test("a line is written, sent with Enter and found again; the key bar interrupts", async ({
  browserPage: page,
  api,
}) => {
  const { id } = await openShell(page, api, "typed");
  const small = await onPhone(page, id);
  const text = small.page.getByTestId("reflow");
  const line = small.page.getByRole("textbox", { name: "Write or dictate a line" });
  await line.fill("echo said-$((20+1)); sleep 600");
  await small.page.getByRole("button", { name: "Send, with Enter" }).tap();
  await expect(text.getByText("said-21", { exact: true })).toBeVisible();
  await expect(line).toHaveValue("");
  await small.page.getByRole("button", { name: "Ctrl", exact: true }).tap();
  await expect(small.page.getByRole("button", { name: "Ctrl", exact: true })).toHaveAttribute("aria-pressed", "true");
  await small.page.getByRole("button", { name: "^C" }).tap();
  await expect(text.getByText(/\^C/)).toBeVisible();
  await expect(small.page.getByRole("button", { name: "Ctrl", exact: true })).toHaveAttribute("aria-pressed", "false");
  await line.press("ArrowUp");
  await expect(line).toHaveValue("echo said-$((20+1)); sleep 600");
  await line.press("ArrowDown");
  await line.fill("echo again-$((30+1))");
  await line.press("Enter");
  await expect(text.getByText("again-31", { exact: true })).toBeVisible();
  await small.context.close();
});

test("Ctrl stays on after a double tap until it is tapped again", async ({ browserPage: page, api }) => {
  const { id } = await openShell(page, api, "locked");
  const small = await onPhone(page, id);
  const control = small.page.getByRole("button", { name: /^Ctrl/ });
  await control.dblclick();
  await expect(control).toHaveAccessibleName("Ctrl, locked");
  await small.page.getByRole("button", { name: "^U" }).tap();
  await expect(control).toHaveAttribute("aria-pressed", "true");
  await control.tap();
  await expect(control).toHaveAttribute("aria-pressed", "false");
  await small.context.close();
});

test("a swipe goes to the next session and back, and scrolling does not", async ({ browserPage: page, api }) => {
  const first = await api.startShell("first");
  const second = await api.startShell("second");
  const small = await onPhone(page, second.id);
  await expect(small.page.getByRole("heading", { name: "second" })).toBeVisible();
  await expect(small.page.getByTestId("reflow")).toBeVisible();
  await drag(small.page, [
    { x: 340, y: 300 },
    { x: 60, y: 310 },
  ]);
  await expect(small.page.getByRole("heading", { name: "first" })).toBeVisible();
  await expect(small.page).toHaveURL(new RegExp(first.id));
  await drag(small.page, [
    { x: 200, y: 200 },
    { x: 230, y: 420 },
  ]);
  await expect(small.page.getByRole("heading", { name: "first" })).toBeVisible();
  await drag(small.page, [
    { x: 60, y: 300 },
    { x: 340, y: 310 },
  ]);
  await expect(small.page.getByRole("heading", { name: "second" })).toBeVisible();
  await small.context.close();
});

test("two fingers make the text larger, and the phone remembers that and how it watches", async ({
  browserPage: page,
  api,
}) => {
  const { id } = await openShell(page, api, "pinched");
  const small = await onPhone(page, id);
  const text = small.page.getByTestId("reflow");
  await expect(text).toBeVisible();
  const sizeOf = async (): Promise<number> =>
    Number.parseFloat(await text.evaluate((element) => getComputedStyle(element).fontSize));
  const before = await sizeOf();
  await drag(
    small.page,
    [
      { x: 180, y: 300 },
      { x: 120, y: 300 },
    ],
    [
      { x: 220, y: 300 },
      { x: 280, y: 300 },
    ],
  );
  await expect.poll(sizeOf).toBeGreaterThan(before * 1.5);
  const larger = await sizeOf();
  await small.page.getByRole("button", { name: "Show the picture of the terminal" }).tap();
  await expect(text).toBeHidden();
  await small.page.reload();
  await expect(small.page.getByTestId(`terminal-${id}`)).toBeVisible();
  await small.page.getByRole("button", { name: "Show the text, wrapped" }).tap();
  await expect(text).toBeVisible();
  expect(await sizeOf()).toBe(larger);
  await small.context.close();
});

test("everything is large enough for a thumb and nothing is wider than the screen, upright and sideways", async ({
  browserPage: page,
  api,
}) => {
  const { id } = await api.startShell("thumb");
  const context = await newPhone(page);
  const small = await context.newPage();
  for (const viewport of [phone.viewport, { width: 844, height: 390 }]) {
    await small.setViewportSize(viewport);
    for (const [path, shown] of [
      ["inbox", small.getByRole("heading", { name: "Inbox" })],
      ["sessions", small.getByRole("button", { name: /^thumb/ })],
      [`sessions/${id}`, small.getByRole("toolbar", { name: "Extra keys" })],
      ["settings", small.getByRole("link", { name: "Appearance" })],
    ] as const) {
      await small.goto(new URL(`/#/${path}`, page.url()).href);
      await expect(shown).toBeVisible();
      expect(await small.evaluate(tooSmall), `${path} at ${viewport.width}×${viewport.height}`).toEqual([]);
      expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    }
  }
  await context.close();
});

/** In the page: controls that a thumb would miss. */
function tooSmall(): readonly string[] {
  return (
    [...document.querySelectorAll<HTMLElement>("button, a, input, textarea, [role=tab]")]
      .filter(
        (element) => element.checkVisibility() && element.closest("[aria-hidden=true], .xterm, .sr-only") === null,
      )
      .filter((element) => !element.classList.contains("sr-only"))
      // The slim line that says how the connection stands; while it is live there is nothing to touch it for.
      .filter((element) => element.querySelector(":scope > [role=status]") === null)
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 43.5 || height < 43.5;
      })
      .map((element) => `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent}`)
  );
}
