/// <reference lib="webworker" />
import { pushMessage } from "#shared/attention/pushMessage.ts";
import { pushSubscription } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import { attentionEn } from "../attention/texts.en.ts";
import { attentionZhCn } from "../attention/texts.zh-CN.ts";
import { cachePolicy } from "./cachePolicy.ts";
import { choiceOfAction, itemOfData, type Notice, noticeOfItem, noticeOfMessage } from "./notice.ts";
import { onServer } from "./phoneLink.ts";

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
  event.waitUntil(react(event.action, event.notification.data));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(subscribeAnew()));

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

/**
 * Browsers want every push message shown; an unreadable one says at least that something waits. Then the server is told that it arrived,
 * and asked what the item is now: answers become buttons, and what is settled asks for nobody any more.
 */
async function showMessage(data: PushMessageData | null): Promise<void> {
  const parsed = pushMessage.safeParse(readJson(data));
  if (!parsed.success) {
    await self.registration.showNotification("Quarterdeck", { body: texts().needsYou, tag: "unreadable" });
    return;
  }
  const { id } = parsed.data;
  await show(noticeOfMessage(parsed.data, texts()));
  const item = await quietly(
    onServer(async (client, signal) => {
      await client.attention.acknowledge({ ids: [id], stage: "delivered" }, { signal });
      return await client.attention.get({ id }, { signal });
    }),
  );
  if (item?.state === "open" && item.choices.length > 0) await show(noticeOfItem(item, texts()));
  if (item && item.state !== "open") await takeAway(id);
}

async function show({ title, options }: Notice): Promise<void> {
  await self.registration.showNotification(title, { ...options });
}

async function takeAway(id: string): Promise<void> {
  for (const notification of await self.registration.getNotifications({ tag: id })) notification.close();
}

/** A button answers on the server, once; where that cannot be, and for the notification itself, the page opens at the item. */
async function react(action: string, data: unknown): Promise<void> {
  const id = itemOfData(data);
  const choice = choiceOfAction(action);
  if (id === null || choice === null) return await openItem(id);
  const answered = await quietly(
    onServer((client, signal) =>
      client.attention.answer({ id, choice, idempotencyKey: crypto.randomUUID() }, { signal }),
    ),
  );
  // Not answered, not reached, or somebody else was first: the page tells.
  if (answered === null) await openItem(id);
}

/** Null for what went wrong on the way to the server: the notification stands, and opening the page tells the rest. */
async function quietly<T>(work: Promise<T | null>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError || error instanceof DOMException) return null;
    throw error;
  }
}

function texts(): typeof attentionEn | typeof attentionZhCn {
  return self.navigator.language.toLowerCase().startsWith("zh") ? attentionZhCn : attentionEn;
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
async function openItem(id: string | null): Promise<void> {
  const path = id === null ? "" : `/${encodeURIComponent(id)}`;
  const address = new URL(`./#/inbox${path}`, self.registration.scope).href;
  const [client] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!client) {
    await self.clients.openWindow(address);
    return;
  }
  // The page goes there itself: navigating it from here would load it anew and end its link.
  client.postMessage({ kind: "open", address });
  await client.focus();
}

/** The push service gave the subscription another address: the server is told the new one. */
async function subscribeAnew(): Promise<void> {
  await quietly(
    onServer(async (client, signal) => {
      const { key } = await client.attention.pushKey(undefined, { signal });
      if (key === null) return null;
      const subscription = await self.registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: key,
      });
      return await client.attention.subscribePush(pushSubscription.parse(subscription.toJSON()), { signal });
    }),
  );
}
