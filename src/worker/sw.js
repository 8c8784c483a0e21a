// The service worker: it keeps one whole version of the client on the device, and answers from it.
//
// A version is a set of files that were built together. It is fetched whole, each file checked against its SHA-256,
// or not at all; what an earlier version already brought is not fetched again. A new version waits until a page says:
//
//   { type: "take-over" }          sent to the waiting worker: the person agreed; the page reloads once on `controllerchange`
//   { type: "started", version, path }   sent to the controlling worker: this version has come up; the earlier ones may go
//
// The face of Tifinagh is kept from the first time that it is shown. Where that was before this worker took charge, it comes
// out of the browser's own cache the next time.
//
// The files of the desk are kept only on devices where the desk has been opened: `path` is the address of the page.
//
// `version` is the content of <meta name="version">. On the very first visit `controllerchange` comes without anybody
// having asked (the worker claims the page so that it is kept from then on): a page that had no controller does not reload.
//
// Nothing under /api/ passes through here: the log and the exchange are the page's. When the browser finds a network
// again (Background Sync, which a page asks for when it could not send), the pages that are open are told, those out of
// sight too, and exchange. One that the browser has frozen hears of it when it runs again. With no page open nothing can
// be done, and nothing is: opening the app exchanges anyway.
//
//   { type: "exchange" }           sent to every page

// The build replaces these two lines.
const VERSION = "development";
const FILES = {}; // address → SHA-256 of its bytes

const PREFIX = "tiwizi-";
const CACHE = PREFIX + VERSION;
const DESK = "/desk.html";

const isOfDesk = (address) => /^\/(desk[-_.]|locales\/desk\/)/.test(address);
const isFace = (address) => address.endsWith(".woff2");
const isDesk = (path) => /^\/(desk|sign-in|setup)(\/|$)/.test(path);

addEventListener("install", (event) => event.waitUntil(caches.match(DESK).then((desk) => keepAll(Boolean(desk)))));

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) return;
  const isScreen = mode === "navigate" && !(pathname in FILES);
  const address = !isScreen ? pathname : isDesk(pathname) ? DESK : "/";
  const other = () => (isFace(address) && address in FILES ? keptFromNowOn(address) : fetch(event.request));
  event.respondWith(kept(address).then((response) => response ?? other()));
});

addEventListener("message", (event) => {
  const { type, version, path } = event.data;
  if (type === "take-over") event.waitUntil(skipWaiting());
  if (type === "started" && version === VERSION) event.waitUntil(started(path));
});

addEventListener("sync", (event) => event.waitUntil(wakePages()));

async function wakePages() {
  const pages = await clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage({ type: "exchange" });
}

// Pages of an earlier version that are still open ask for files only that version has.
async function kept(address) {
  return (await (await caches.open(CACHE)).match(address)) ?? caches.match(address);
}

async function keptFromNowOn(address) {
  const cache = await caches.open(CACHE);
  await keep(cache, address, FILES[address]);
  return cache.match(address);
}

async function started(path) {
  await keepAll(isDesk(path) || Boolean(await caches.match(DESK)));
  await dropOthers();
}

async function keepAll(withDesk) {
  const cache = await caches.open(CACHE);
  const withFace = await hasShownFace();
  const isWanted = (address) => (withDesk || !isOfDesk(address)) && (withFace || !isFace(address));
  const wanted = Object.entries(FILES).filter(([address]) => isWanted(address));
  await Promise.all(wanted.map(([address, sha256]) => keep(cache, address, sha256)));
}

// In this version or an earlier one, whose face may have had another name.
async function hasShownFace() {
  const caching = (await caches.keys()).map((name) => caches.open(name));
  const kept = await Promise.all(caching.map(async (cache) => (await cache).keys()));
  return kept.flat().some(({ url }) => isFace(url));
}

// The browser's own HTTP cache may hold a stale or damaged copy: the last attempt goes past it.
async function keep(cache, address, sha256) {
  if (await cache.match(address)) return;
  const sources = [() => caches.match(address), () => fetch(address), () => fetch(address, { cache: "reload" })];
  for (const source of sources) {
    const response = await source();
    if (response && (await digest(response.clone())) === sha256) return cache.put(address, response);
  }
  throw new Error(`${address} is not the file of version ${VERSION}`);
}

async function digest(response) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A version that is arriving or waiting keeps its cache.
async function dropOthers() {
  const names = await caches.keys();
  if (registration.installing || registration.waiting) return;
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}
