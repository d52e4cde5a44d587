/// <reference lib="webworker" />
import { pushMessage } from "#shared/attention/pushMessage.ts";
import { attentionEn } from "../attention/texts.en.ts";
import { attentionZhCn } from "../attention/texts.zh-CN.ts";
import { cachePolicy } from "./cachePolicy.ts";
import { noticeOf } from "./notice.ts";

/** Put in by the build: this build's files (paths from the worker's folder) and a name that changes with any of them. */
declare const builtFiles: readonly string[];
declare const buildName: string;
declare const self: ServiceWorkerGlobalScope;

/**
 * Keeps the page's own files, so that an installed app opens without a connection and says so itself; shows push messages. It keeps no
 * data and no answers of the server, ever.
 */
const cacheName = `quarterdeck-${buildName}`;
const page = new URL("./", self.registration.scope).href;
const kept = new Set(builtFiles.map((file) => new URL(file, self.registration.scope).pathname));
/** A server that takes longer is as good as absent: the kept page opens and says how the connection stands. */
const pageWithinMs = 4000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { method, url, mode } = event.request;
  const policy = cachePolicy({ method, url, isNavigation: mode === "navigate" }, self.location.origin, kept);
  if (policy === "page") event.respondWith(newestPage(event));
  if (policy === "kept") event.respondWith(keptFile(event.request));
});
self.addEventListener("push", (event) => event.waitUntil(showMessage(event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openItem(event.notification.data));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(askToSubscribeAnew(event)));

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Past the browser's own cache for what has no hash in its name: a file of the build before must not slip in.
  await cache.addAll([page, ...kept].map((file) => new Request(file, { cache: "no-cache" })));
  // The page has one bundle and loads nothing of it later, so a newer worker takes nothing away from an open page.
  await self.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name);
  await self.clients.claim();
}

async function newestPage(event: FetchEvent): Promise<Response> {
  try {
    const response = await fetch(event.request, { signal: AbortSignal.timeout(pageWithinMs) });
    // A proxy's "bad gateway" stands for a server that is not there; what the server itself says is passed on.
    if (response.status < 500) return response;
    return (await keptPage()) ?? response;
  } catch (error) {
    const found = await keptPage();
    if (found) return found;
    throw error;
  }
}

async function keptPage(): Promise<Response | undefined> {
  return await caches.match(page, { cacheName });
}

async function keptFile(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName, ignoreVary: true })) ?? (await fetch(request));
}

/** Browsers want every push message shown; an unreadable one says at least that something waits. */
async function showMessage(data: PushMessageData | null): Promise<void> {
  const texts = self.navigator.language.toLowerCase().startsWith("zh") ? attentionZhCn : attentionEn;
  const parsed = pushMessage.safeParse(readJson(data));
  if (!parsed.success) {
    await self.registration.showNotification("Quarterdeck", { body: texts.needsYou, tag: "unreadable" });
    return;
  }
  const { title, options } = noticeOf(parsed.data, texts, false);
  await self.registration.showNotification(title, options);
}

function readJson(data: PushMessageData | null): unknown {
  try {
    return data?.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Brings an open page to the front, or opens one, at the item. */
async function openItem(data: unknown): Promise<void> {
  const address = new URL(`./#/inbox${itemPath(data)}`, self.registration.scope).href;
  const [client] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!client) {
    await self.clients.openWindow(address);
    return;
  }
  // The page goes there itself: navigating it from here would load it anew and end its link.
  client.postMessage({ kind: "open", address });
  await client.focus();
}

function itemPath(data: unknown): string {
  const item = typeof data === "object" && data !== null && "item" in data ? data.item : undefined;
  return typeof item === "string" ? `/${encodeURIComponent(item)}` : "";
}

/** The push service gave the subscription another address. Only a page has the link to tell the server, so it does at its next start. */
async function askToSubscribeAnew(_event: Event): Promise<void> {
  for (const client of await self.clients.matchAll({ type: "window", includeUncontrolled: true }))
    client.postMessage({ kind: "subscriptionChanged" });
}
