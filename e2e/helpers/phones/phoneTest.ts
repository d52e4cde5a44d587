import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { type Api, connectApi } from "../api.ts";
import { type HeadlessHost, startHeadless } from "../headlessHost.ts";
import { type RelayHost, startRelayHost } from "../relayHost.ts";
import { test as base } from "../test.ts";
import { type CuttableProxy, createCuttableProxy } from "./cuttableProxy.ts";
import { openPhone, type PhoneBrowser, type PhoneOptions } from "./phone.ts";
import { createTrustedHome } from "./trustedHome.ts";

/** A desk and the phones around it: the relay over real TLS, trusted as a person makes a phone trust it. */
export interface Desk {
  readonly relay: RelayHost;
  readonly api: Api;
  /** The page at the desk, signed in on this machine's own address. */
  readonly page: Page;
  /** `https://<name>.local:<port>`, where phones find the relay. */
  readonly origin: string;
  /** The way from a phone to the relay; each phone has its own. */
  /** An address of the page at the desk: `/sessions/<id>`. */
  address(path: string): string;
  /** Kills the host as a crash does and starts it again, on the same port. */
  restart(): Promise<HeadlessHost>;
  openPhone(
    name: string,
    look?: Partial<PhoneOptions>,
  ): Promise<{ readonly phone: PhoneBrowser; readonly network: CuttableProxy }>;
}

/** Playwright's test with a desk. */
export const test = base.extend<{ desk: Desk }>({
  desk: async ({ folder, page, playwright, launchOptions }, use) => {
    await using stack = new AsyncDisposableStack();
    const relay = stack.use(await startRelayHost(folder));
    const status = await relay.relayIs(() => true);
    const home = await createTrustedHome(folder, await readFile(relay.authorityFile, "utf8"));
    const { host } = new URL(status.url);
    await page.goto(relay.host.ready.loginUrl);
    await use({
      relay,
      page,
      api: await connectApi(relay.host.dataFolder),
      origin: status.url,
      address: (path) => `${relay.host.ready.url}/#${path}`,
      restart: async () => {
        await relay.changeSettings({ "relay.port": status.port });
        await relay.host.kill();
        return await startHeadless({ folder });
      },
      openPhone: async (name, look = {}) => {
        const network = stack.use(await createCuttableProxy(status.port));
        const profile = join(folder, `phone-${name}`);
        const phone = stack.use(
          await openPhone({
            playwright,
            launchOptions,
            home,
            profile,
            relay: { host, through: network.port },
            ...look,
          }),
        );
        return { phone, network };
      },
    });
  },
});

/** Pairs a phone by the six digits, as two people do it: the words are compared, and the desk confirms. */
export async function pairByCode(desk: Desk, phone: Page, name: string): Promise<void> {
  await desk.page.goto(desk.address("/phones"));
  await desk.page.getByRole("button", { name: "Pair a phone" }).first().click();
  const digits = ((await desk.page.getByTestId("pairing-code").textContent()) ?? "").replace(/\D/g, "");
  await phone.goto(desk.origin);
  await phone.getByLabel("Six digits").fill(digits);
  await phone.getByLabel("Name of this phone").fill(name);
  await phone.getByRole("button", { name: "Pair this phone" }).click();
  const words = await phone.getByLabel("The four words").textContent();
  const dialog = desk.page.getByRole("dialog");
  expect(await dialog.getByLabel("The four words").textContent()).toBe(words);
  await dialog.getByRole("button", { name: "They match: let it in" }).click();
}
