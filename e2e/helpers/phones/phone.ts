import type { BrowserContext, LaunchOptions, Page, PlaywrightWorkerArgs } from "@playwright/test";

/** A phone: a browser of its own that trusts the authority, finds the relay by its name, and has a thumb. */
export interface PhoneBrowser extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
}

export interface PhoneOptions {
  readonly playwright: PlaywrightWorkerArgs["playwright"];
  readonly launchOptions: LaunchOptions;
  /** Made by createTrustedHome. */
  readonly home: string;
  /** Where its data lies: opened again, it is the same phone. */
  readonly profile: string;
  /** The relay's `name:port`, and the port of this machine that the way to it goes through. */
  readonly relay: { readonly host: string; readonly through: number };
  readonly size?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly locale?: string;
}

/** Opens a phone. Certificate errors are never ignored: it either trusts the relay or does not see it. */
export async function openPhone(options: PhoneOptions): Promise<PhoneBrowser> {
  const { playwright, launchOptions, home, profile, relay, size = { width: 390, height: 844 } } = options;
  const context = await playwright.chromium.launchPersistentContext(profile, {
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      // The name is announced on the network; this machine's own resolver may not know it, and the way leads through the test's proxy.
      `--host-resolver-rules=MAP ${relay.host} 127.0.0.1:${relay.through}`,
    ],
    env: { ...definedOnly(process.env), HOME: home },
    viewport: size,
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
    colorScheme: options.colorScheme ?? "light",
    locale: options.locale ?? "en-US",
    ignoreHTTPSErrors: false,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, [Symbol.asyncDispose]: () => context.close() };
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
