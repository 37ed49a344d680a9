/**
 * The demo page as static files below a path, without a network: kept, renewed as a whole, installable.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { describeSite, SERVICE_WORKER } from "../../lib/demo/site/service_worker_file.ts";
import { createSite, type Site } from "../../lib/demo/site/site.ts";
import { MODELS_DIR } from "../../lib/paths.ts";
import { type DemoPage, DESKTOP, OWN_SERVER, SERVED_AT, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const BASE = "/some/where/";
const demo = await startDemo();
let site = await createSite(MODELS_DIR, { onSkip: () => {}, offline: true });
/** What the host was asked for. */
const asked: string[] = [];
// A plain host: files with their types, and nothing else.
const host = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
  const { pathname } = new URL(url);
  asked.push(pathname);
  const file = site.get(pathname.slice(BASE.length) || "index.html");
  if (!pathname.startsWith(BASE) || !file) return new Response("none", { status: 404 });
  return new Response(file.body, { headers: { "content-type": file.type } });
});
const url = SERVED_AT ?? `http://127.0.0.1:${host.addr.port}${BASE}`;
Deno.test.afterAll(async () => {
  await demo.close();
  await host.shutdown();
});

/** For checks of what a build keeps; a page that is only served keeps nothing. */
const BUILT = { ignore: SERVED_AT !== undefined && !await keepsItself(SERVED_AT) };

async function keepsItself(address: string): Promise<boolean> {
  const { page } = await demo.tab();
  await page.goto(address);
  const count = await page.locator("meta[name=service-worker]").count();
  await page.context().close();
  return count > 0;
}

/** Opens the page and waits until all of it is kept. */
async function openAndKeep(): Promise<DemoPage> {
  const page = await demo.open({ url, context: DESKTOP });
  await page.page.evaluate(() => navigator.serviceWorker.ready);
  await page.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return page;
}

Deno.test(
  { name: "without a network the page opens, keeps its drawing and reads", ...SHARED, ...BUILT },
  async () => {
    const page = await openAndKeep();
    await page.draw(layOutExample("3", 16).map(({ points }) => points));
    await page.page.context().setOffline(true);
    asked.length = 0;
    await page.page.reload();
    await page.page.locator("#number :text-is('3')").waitFor();
    await page.page.goto("about:blank");
    await page.page.goto(`${url}?embed`);
    await page.page.locator("#number .line").waitFor();
    await page.clear();
    await page.draw(layOutExample("7", 16).map(({ points }) => points));
    assert.equal(await page.number(), "7");
    assert.ok(await page.page.evaluate(() => document.fonts.check("16px Inter")));
    // The browser itself looks for a newer service worker, and knows nothing of this tab's network.
    assert.deepEqual(asked.filter((path) => !path.endsWith(SERVICE_WORKER)), []);
    await page.close();
  },
);

Deno.test({
  name: "a newer page takes the place of the old one as a whole, with its cache",
  ...SHARED,
  ...OWN_SERVER,
}, async () => {
  const page = await openAndKeep();
  const old = site;
  try {
    site = changeTitle(old);
    await page.page.reload(); // still the old one, which finds the new one
    await page.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      // Browsers look for a newer one some time after the page is loaded.
      while (!registration.waiting) await new Promise((resolve) => setTimeout(resolve, 100));
    });
    assert.match(await page.page.title(), /LeNet-5/);
    // The browser lets it in when the old one is idle: at once, or at one of the next visits.
    const title = () => page.page.title().catch(() => "on its way");
    for (let visit = 0; visit < 10 && await title() !== "A newer page"; visit++) {
      await page.page.reload().catch(() => {}); // the page itself may be on its way to the new one
      await page.page.waitForTimeout(1000);
    }
    assert.equal(await title(), "A newer page");
    const names = await page.page.evaluate(() => caches.keys());
    assert.equal(names.length, 1, names.join());
    await page.page.context().setOffline(true);
    await page.page.reload();
    assert.equal(await page.page.title(), "A newer page");
  } finally {
    site = old;
  }
  await page.close();
});

Deno.test({
  name: "other pages under the same path are left alone",
  ...SHARED,
  ...OWN_SERVER,
}, async () => {
  const page = await openAndKeep();
  asked.length = 0;
  for (const path of ["other/", "notes.txt", "fonts/licenses.txt"]) {
    await page.page.evaluate((path) => fetch(path), path);
    assert.equal(asked.at(-1), BASE + path);
  }
  page.problems.length = 0; // the browser's own notes of the 404
  await page.close();
});

Deno.test(
  {
    name: "a browser would install the page, and previews find what they show",
    ...SHARED,
    ...BUILT,
  },
  async () => {
    const page = await openAndKeep();
    const client = await page.page.context().newCDPSession(page.page);
    const { errors, url: manifestUrl } = await client.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    assert.equal(manifestUrl, `${url}manifest.webmanifest`);
    const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
    // A window of its own that keeps nothing, as Playwright's are, never installs anything.
    const found = installabilityErrors.map(({ errorId }) => errorId).filter((id) =>
      id !== "in-incognito"
    );
    assert.deepEqual(found, []);
    const contents = await page.page.locator("meta[property^=og]").evaluateAll((tags) =>
      tags.map((tag) => [tag.getAttribute("property"), tag.getAttribute("content")] as const)
    );
    const { "og:title": title, "og:image": image } = Object.fromEntries(contents);
    assert.match(title!, /Draw a digit/);
    const isThere = async (path: string) => (await fetch(new URL(path, location.href))).ok;
    assert.ok(await page.page.evaluate(isThere, image!), image!);
    await page.close();
  },
);

Deno.test({
  name: "the page that is only served keeps nothing",
  ...SHARED,
  ...OWN_SERVER,
}, async () => {
  const page = await demo.open();
  assert.equal(
    await page.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
    0,
  );
  assert.ok(!demo.site.has(SERVICE_WORKER));
  await page.close();
});

/** The same page with another title, and a service worker that knows it. */
function changeTitle(from: Site): Site {
  const changed: Site = new Map(from);
  const decode = (path: string) => new TextDecoder().decode(from.get(path)!.body);
  const set = (path: string, text: string) =>
    changed.set(path, { ...from.get(path)!, body: new TextEncoder().encode(text) });
  set("index.html", decode("index.html").replace(/<title>.*?</, "<title>A newer page<"));
  const script = decode(SERVICE_WORKER).replace(/^.*\n/, "");
  changed.delete(SERVICE_WORKER);
  const list = describeSite(changed, "lenet5");
  set(SERVICE_WORKER, list + script);
  return changed;
}
