/**
 * Lets the page work without a network, where it was built for that: see service_worker.ts.
 *
 * @module
 */
/// <reference lib="dom" />

/**
 * Starts the service worker when all else is loaded. A newer page that lies ready is asked for at once;
 * the browser lets it in when the old one is idle, at the latest when no page of it is open any more.
 */
export function attachOffline(): void {
  const script = document.querySelector<HTMLMetaElement>("meta[name=service-worker]")?.content;
  if (!script || !("serviceWorker" in navigator)) return;
  // A browser that keeps nothing, as in private windows, only lacks the page when it is offline.
  const start = () => useNewest(script).catch((error) => console.info(`not offline: ${error}`));
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
}

async function useNewest(script: string): Promise<void> {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(script, { updateViaCache: "none" });
  if (!registration.waiting || !serviceWorker.controller) return;
  serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting.postMessage("take over");
}
