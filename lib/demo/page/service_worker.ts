/**
 * Keeps the page's files, so that it opens without a network. One cache holds the files of one version,
 * all of them or none: a page never mixes two versions. Another version waits until no page of the old
 * one is open, or until a page that has just been opened asks it to take over.
 *
 * @module
 */

/** Put before this script when the page is built. */
declare const SITE: {
  /** Differs whenever any file does. */
  version: string;
  /** Kept from the start, and kept as soon as they are asked for: paths below the page's own. */
  files: string[];
  moreFiles: string[];
};

interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

/** The little of a service worker's scope that is used here. */
const scope = globalThis as unknown as {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  oninstall: (event: ExtendableEvent) => void;
  onactivate: (event: ExtendableEvent) => void;
  onmessage: (event: MessageEvent) => void;
  onfetch: (
    event: ExtendableEvent & { request: Request; respondWith(response: Promise<Response>): void },
  ) => void;
};

/** Several builds may lie under one origin, each with caches of its own. */
const PREFIX = `digits ${scope.registration.scope} `;
const CACHE = PREFIX + SITE.version;
const PAGE = "./";

scope.oninstall = (event) => event.waitUntil(keepFiles());
scope.onactivate = (event) => event.waitUntil(dropOldCaches().then(() => scope.clients.claim()));
scope.onmessage = () => scope.skipWaiting();
scope.onfetch = (event) => {
  const path = findPath(event.request);
  if (path !== undefined) event.respondWith(answer(path, event.request));
};

async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache, which may still hold files of an earlier version.
  const request = (path: string) => new Request(toUrl(path), { cache: "no-cache" });
  await cache.addAll([PAGE, ...SITE.files].map(request));
}

async function dropOldCaches(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Which of the page's files is asked for; anything else under the same path is left alone. */
function findPath({ method, url }: Request): string | undefined {
  if (method !== "GET" || !url.startsWith(scope.registration.scope)) return undefined;
  const below = new URL(url).pathname.slice(new URL(scope.registration.scope).pathname.length);
  if (below === "" || below === "index.html") return PAGE;
  const path = decodeURIComponent(below);
  return SITE.files.includes(path) || SITE.moreFiles.includes(path) ? path : undefined;
}

async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(toUrl(path));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && path !== PAGE) await cache.put(toUrl(path), response.clone());
  return response;
}

function toUrl(path: string): string {
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  return new URL(path === PAGE ? "" : escaped, scope.registration.scope).href;
}
