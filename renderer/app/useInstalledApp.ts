import { useEffect } from "react";
import { useLanguage } from "../i18n/useText.ts";
import { parseFragment } from "../shell/router.ts";
import { useAppearance, useShell } from "../shell/shell.ts";
import { useMediaQuery } from "../ui/useMediaQuery.ts";

/** What the page and its service worker say to each other. */
interface WorkerMessage {
  readonly kind: "open";
  readonly address: string;
}

/**
 * What makes the page an app: its service worker (kept files, push), its manifest in the person's language, and the colour of the
 * system's bars. Nothing of it in the desktop app, which is one already.
 */
export function useInstalledApp(): void {
  useManifest();
  useThemeColor();
  useServiceWorker();
}

function useServiceWorker(): void {
  const { connection, router } = useShell();
  const isDesktop = window.quarterdeck !== undefined;

  useEffect(() => {
    // Without a trusted certificate there is none; the page then works without being kept. The development server builds none.
    if (isDesktop || !import.meta.env.PROD || !("serviceWorker" in navigator)) return;
    const abort = new AbortController();
    const { serviceWorker } = navigator;
    serviceWorker.addEventListener(
      "message",
      ({ data }: MessageEvent<unknown>) => {
        if (isOpen(data)) router.navigate(pathOf(data.address));
      },
      { signal: abort.signal },
    );
    const registered = register(serviceWorker);
    // After every reconnection the server may be a newer one. Its worker takes over unnoticed: when the page itself must be loaded
    // anew, the server's version decides (PageUpdate.tsx).
    const live = connection.onLive(() => void registered.then((registration) => registration && update(registration)));
    return () => {
      abort.abort();
      live[Symbol.dispose]();
    };
  }, [connection, router, isDesktop]);
}

/** Null where the browser refuses: a certificate that is not trusted, or storage that is denied. The page works all the same. */
async function register(container: ServiceWorkerContainer): Promise<ServiceWorkerRegistration | null> {
  try {
    return await container.register("./sw.js", { updateViaCache: "none" });
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return null;
    throw error;
  }
}

async function update(registration: ServiceWorkerRegistration): Promise<void> {
  try {
    await registration.update();
  } catch (error) {
    // The connection may be gone again: then the next one asks.
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
  }
}

function isOpen(data: unknown): data is WorkerMessage {
  return (
    typeof data === "object" &&
    data !== null &&
    "kind" in data &&
    data.kind === "open" &&
    "address" in data &&
    typeof data.address === "string"
  );
}

/** The path in a fragment of our own pages; the inbox for anything else. */
function pathOf(address: string): readonly string[] {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.origin === window.location.origin ? parseFragment(url.hash) : ["inbox"];
}

function useManifest(): void {
  const language = useLanguage();
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    const href = language === "zh-CN" ? "./manifest.zh-CN.webmanifest" : "./manifest.webmanifest";
    if (link && link.getAttribute("href") !== href) link.setAttribute("href", href);
  }, [language]);
}

/** The theme may be another than the system's, so the bars around the page get its colour by value. */
function useThemeColor(): void {
  const { theme } = useAppearance();
  const prefersDark = useMediaQuery("(prefers-color-scheme: dark)");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens change with the theme, and the theme with the system
  useEffect(() => {
    const color = getComputedStyle(document.documentElement).getPropertyValue("--surface-sunken").trim();
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) meta.content = color;
  }, [theme, prefersDark]);
}
