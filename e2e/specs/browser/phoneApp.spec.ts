import { expect, type Page } from "@playwright/test";
import { startHeadless } from "../../helpers/headlessHost.ts";
import { test } from "../../helpers/test.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Resolves once the service worker has kept the page's files and answers for it. */
async function keptByWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
    );
  });
}

test("can be installed: a manifest with its icons, and a service worker", async ({ browserPage: page }) => {
  await expect(page.getByText("Connected")).toBeVisible();
  const address = await page.locator('link[rel="manifest"]').evaluate((link: HTMLLinkElement) => link.href);
  const manifest = await (await page.request.get(address)).json();
  expect(manifest).toMatchObject({ display: "standalone", start_url: "./#/inbox" });
  const sizes = await page.evaluate(
    async (icons: { src: string; sizes: string }[]) =>
      await Promise.all(
        icons
          .filter(({ sizes }) => sizes !== "any")
          .map(async ({ src, sizes }) => {
            const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
            return [sizes, `${width}x${height}`];
          }),
      ),
    manifest.icons,
  );
  expect(sizes.length).toBe(3);
  for (const [said, found] of sizes) expect(found).toBe(said);
  await keptByWorker(page);
});

test("opens without a server, says how the connection stands, and comes back by itself", async ({
  folder,
  browser,
}) => {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  const host = await startHeadless({ folder });
  const port = new URL(host.ready.url).port;
  await page.goto(host.ready.loginUrl);
  await expect(page.getByRole("heading", { name: "Sessions", exact: true })).toBeVisible();
  await keptByWorker(page);
  await host.stop();
  await page.reload();
  await expect(page.getByRole("button", { name: "Try now" })).toBeVisible();
  await using again = await startHeadless({ folder, arguments: ["--port", port] });
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByRole("heading", { name: "Sessions", exact: true })).toBeVisible();
  expect(again.ready.url).toBe(host.ready.url);
  await context.close();
});

test("keeps the page's own files and nothing that the server says", async ({ browserPage: page, api }) => {
  await api.startShell("private");
  await expect(page.getByRole("button", { name: /^private/ })).toBeVisible();
  await keptByWorker(page);
  await page.evaluate(async () => await (await fetch("/healthz")).text());
  await page.reload();
  await expect(page.getByRole("button", { name: /^private/ })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain("/");
  expect(kept.filter((path) => !/^\/($|assets\/|icon|apple-touch-icon|badge|manifest)/.test(path))).toEqual([]);
});

test("takes over a newer version with the next load, and nothing of the older one stays", async ({
  browserPage: page,
}) => {
  await keptByWorker(page);
  // As an older version left it: a cache of its own, with a page that must never be shown again.
  await page.evaluate(async () => {
    const old = await caches.open("quarterdeck-0000000000000000");
    await old.put("/", new Response("<h1>old</h1>", { headers: { "content-type": "text/html" } }));
    const [registration] = await navigator.serviceWorker.getRegistrations();
    await registration?.unregister();
  });
  await page.reload();
  await expect(page.getByText("Connected")).toBeVisible();
  await keptByWorker(page);
  await expect.poll(async () => await page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  expect(await page.evaluate(async () => await caches.has("quarterdeck-0000000000000000"))).toBe(false);
});

test("a push message becomes a notification, one an item, whatever it says", async ({ browserPage: page, context }) => {
  await context.grantPermissions(["notifications"]);
  await keptByWorker(page);
  const client = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    client.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [registration] = registrations;
      if (registration) resolve(registration.registrationId);
    }),
  );
  await client.send("ServiceWorker.enable");
  const id = "0b5a2a8e-9a39-4a40-9c7b-0d6f6a4f1c11";
  const message = { id, sequence: 7, kind: "permission", who: "Claude Code", text: "Run npm test?" };
  const deliver = async (data: string): Promise<void> => {
    const registrationId = await registered;
    await client.send("ServiceWorker.deliverPushMessage", { origin: new URL(page.url()).origin, registrationId, data });
  };
  const shown = async () =>
    await page.evaluate(async () => {
      const [registration] = await navigator.serviceWorker.getRegistrations();
      const all = (await registration?.getNotifications()) ?? [];
      return all.map(({ title, body, tag }) => ({ title, body, tag }));
    });
  await deliver(JSON.stringify(message));
  // A worker that has to be started on a busy machine takes its time.
  await expect
    .poll(shown, { timeout: 30_000 })
    .toEqual([{ title: "Claude Code · Asks for permission", body: "Run npm test?", tag: id }]);
  // The same item again takes the place of its notification; what cannot be read says at least that something waits.
  await deliver(JSON.stringify({ ...message, sequence: 8, text: "Still: run npm test?" }));
  await expect.poll(async () => (await shown()).map(({ body }) => body)).toEqual(["Still: run npm test?"]);
  await deliver("not JSON");
  await expect.poll(async () => (await shown()).length).toBe(2);
});
