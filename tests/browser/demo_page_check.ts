/**
 * The demo page as a whole: how small and quick it is, that it can be used by everyone, and that it is
 * the same from a static host.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import axe, { type AxeResults } from "axe-core";
import { join } from "@std/path";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { type Site, writeSite } from "../../lib/demo/site/site.ts";
import { type DemoPage, DESKTOP, PHONE, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const MAX_TRANSFER_BYTES = 700_000;
const MAX_FIRST_ANSWER_MS = 1500;
const MAX_FRAME_MS = 16;

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

Deno.test({ name: "all that is loaded is under 700 kB, compressed", ...SHARED }, async () => {
  const page = await demo.open();
  let bytes = 0;
  for (const url of page.requests) {
    const response = await fetch(url);
    const compressed = response.body!.pipeThrough(new CompressionStream("gzip"));
    bytes += (await new Response(compressed).arrayBuffer()).byteLength;
  }
  console.log(`  ${page.requests.length} files, ${Math.round(bytes / 1000)} kB`);
  assert.ok(bytes < MAX_TRANSFER_BYTES, `${bytes} bytes`);
  await page.close();
});

Deno.test({ name: "the first answer comes within 1.5 s of opening", ...SHARED }, async () => {
  const start = performance.now();
  const page = await demo.open({ keepExample: true });
  const elapsedMs = performance.now() - start;
  console.log(`  ${Math.round(elapsedMs)} ms`);
  assert.ok(elapsedMs < MAX_FIRST_ANSWER_MS, `${elapsedMs} ms`);
  await page.close();
});

Deno.test({ name: "95% of all frames take at most 16 ms while drawing", ...SHARED }, async () => {
  const page = await demo.open();
  await page.page.evaluate(recordFrames);
  for (const digits of ["8", "3", "5", "20926"]) {
    const strokes = layOutExample(digits, 16).map(({ points }) => densify(points));
    await page.draw(strokes);
    await page.clear();
  }
  const { frames, answers } = await page.page.evaluate(() => globalThis.recorded);
  frames.sort((a, b) => a - b);
  const p95 = frames[Math.floor(0.95 * frames.length)];
  console.log(`  ${frames.length} frames, 95% within ${p95.toFixed(1)} ms; ${answers} answers`);
  assert.ok(p95 <= MAX_FRAME_MS, `${p95} ms`);
  assert.ok(answers > 20, `only ${answers} answers`);
  await page.close();
});

for (const [size, context] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  for (const colorScheme of ["light", "dark"] as const) {
    const name = `everyone can use the page: ${size}, ${colorScheme}`;
    Deno.test({ name, ...SHARED }, async () => {
      const page = await demo.open({ context: { ...context, colorScheme } });
      await assertAccessible(page, "empty");
      const strokes = layOutExample("2092", 16);
      await page.draw(strokes.map(({ points }) => points));
      await page.page.locator("#layers .maps").nth(2).focus();
      await page.page.keyboard.press("ArrowUp");
      await assertAccessible(page, "a number");
      await page.close();
    });
  }
}

Deno.test({ name: "the theme can be chosen, and the choice is kept", ...SHARED }, async () => {
  const page = await demo.open({ context: { ...DESKTOP, colorScheme: "light" } });
  const background = () =>
    page.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  const button = page.page.getByRole("button", { name: "Dark" });
  await button.click();
  assert.notEqual(await background(), light);
  await page.page.reload();
  assert.notEqual(await background(), light);
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  await page.close();
});

Deno.test(
  { name: "written as files, the page works from any path of any host", ...SHARED },
  async () => {
    const dir = await Deno.makeTempDir({ prefix: "demo_" });
    await writeSite(demo.site, dir);
    const host = serveFiles(demo.site, dir, "/some/where/");
    const url = `http://127.0.0.1:${host.addr.port}/some/where/`;
    const page = await demo.open({ url });
    await page.draw(layOutExample("3", 16).map(({ points }) => points));
    assert.equal(await page.number(), "3");
    assert.deepEqual(page.requests.filter((request) => !request.startsWith(url)), []);
    await page.close();
    await host.shutdown();
    await Deno.remove(dir, { recursive: true });
  },
);

/** A host that knows nothing of the page but its files, below a path. */
function serveFiles(site: Site, dir: string, base: string): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async ({ url }) => {
    const { pathname } = new URL(url);
    const path = pathname.slice(base.length) || "index.html";
    if (!pathname.startsWith(base) || !site.has(path)) return new Response(null, { status: 404 });
    const headers = { "content-type": site.get(path)!.type };
    return new Response(await Deno.readFile(join(dir, path)), { headers });
  });
}

declare global {
  var recorded: { frames: number[]; answers: number };
  var axe: { run(root: Document): Promise<AxeResults> };
}

/** Runs in the page: notes how long each frame keeps it busy, and counts the answers. */
function recordFrames(): void {
  globalThis.recorded = { frames: [], answers: 0 };
  const { port1, port2 } = new MessageChannel();
  let start = 0;
  // This callback is the first of its frame; the message comes when the frame is painted.
  port1.onmessage = () => recorded.frames.push(performance.now() - start);
  const begin = () => {
    start = performance.now();
    port2.postMessage(null);
    requestAnimationFrame(begin);
  };
  requestAnimationFrame(begin);
  const bars = document.querySelector("#bars")!;
  new MutationObserver(() => recorded.answers++).observe(bars, { childList: true, subtree: true });
}

/** As many points as a hand makes at its usual pace. */
function densify(points: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  return points.flatMap((point, i) => {
    const next = points[Math.min(points.length - 1, i + 1)];
    return Array.from({ length: 8 }, (_, k) => ({
      x: point.x + (next.x - point.x) * k / 8,
      y: point.y + (next.y - point.y) * k / 8,
    }));
  });
}

async function assertAccessible(page: DemoPage, state: string): Promise<void> {
  await page.page.evaluate(axe.source);
  const { violations } = await page.page.evaluate(() => globalThis.axe.run(document));
  const found = violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map(({ html }) => html).join(" ")}`
  );
  assert.deepEqual(found, [], state);
}
