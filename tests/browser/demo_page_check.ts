/**
 * The demo page as a whole: how small and quick it is, that it can be used by everyone, and that it is
 * the same from a static host.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import axe, { type AxeResults } from "axe-core";
import { join, toFileUrl } from "@std/path";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import type { Site } from "../../lib/demo/site/site.ts";
import { writeSite } from "../../lib/demo/site/write_site.ts";
import { type DemoPage, DESKTOP, OWN_SERVER, PHONE, SCRIBBLES, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const MAX_TRANSFER_BYTES = 450_000;
const MAX_FIRST_ANSWER_MS = 1500;
const MAX_FRAME_MS = 16;
/** From the last movement of the pen that an answer takes in to that answer. */
const MAX_ANSWER_MS = 150;
/** Rounds, the best of which counts: what else the machine does only adds to a time. */
const ROUNDS = 3;
/** Time for a training to begin: its digits are deflated when they are first asked for. */
const LOADING_MS = 60_000;

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

Deno.test({ name: "all that is loaded is under 450 kB, compressed", ...SHARED }, async () => {
  const page = await demo.open(), urls = [...page.requests];
  const bytes = await page.page.evaluate(async (urls) => {
    const sizes = urls.map(async (url) => {
      const compressed = (await fetch(url)).body!.pipeThrough(new CompressionStream("gzip"));
      return (await new Response(compressed).arrayBuffer()).byteLength;
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }, urls);
  console.log(`  ${urls.length} files, ${Math.round(bytes / 1000)} kB`);
  assert.ok(bytes < MAX_TRANSFER_BYTES, `${bytes} bytes`);
  await page.close();
});

Deno.test({ name: "the first answer comes within 1.5 s of opening", ...SHARED }, async () => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await demo.open({ keepExample: true });
    // Since the visit began: what it takes to make a browser's window is not the page's.
    times.push(await page.page.evaluate(() => performance.now()));
    await page.close();
  }
  console.log(`  ${times.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  assert.ok(Math.min(...times) < MAX_FIRST_ANSWER_MS, `${times} ms`);
});

Deno.test({
  name: "95% of the frames with strokes or answers take at most 16 ms, and answers follow the pen",
  ...SHARED,
}, async () => {
  const page = await demo.open({ init: recordFrames });
  const { frameMs, answerMs } = await measureFrames(page);
  assert.ok(frameMs <= MAX_FRAME_MS, `${frameMs} ms a frame`);
  assert.ok(answerMs <= MAX_ANSWER_MS, `${answerMs} ms to an answer`);
  await page.close();
});

Deno.test({
  name: "95% of the frames take at most 16 ms while a training runs in the background, too",
  ...SHARED,
}, async () => {
  const page = await demo.open({ init: recordFrames });
  await page.page.locator("#train-digits").selectOption("55000");
  await page.page.locator("#train-epochs").selectOption("40");
  await page.page.locator("#train").getByRole("button", { name: "Start" }).click();
  const status = page.page.locator(".train-status");
  await status.filter({ hasText: /^Epoch/ }).waitFor({ timeout: LOADING_MS });
  const { frameMs } = await measureFrames(page);
  assert.match((await status.textContent())!, /^Epoch/, "it still runs");
  assert.ok(frameMs <= MAX_FRAME_MS, `${frameMs} ms a frame`);
  await page.close();
});

/** Draws round after round; the best one counts. */
async function measureFrames(page: DemoPage): Promise<{ frameMs: number; answerMs: number }> {
  const rounds: { frameMs: number; answerMs: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.page.evaluate(() => recorded = { frames: [], latencies: [] });
    for (const digits of ["8", "3", "5", "20926"]) {
      const strokes = layOutExample(digits, 16).map(({ points }) => densify(points));
      await page.draw(strokes, { isSlow: true });
      await page.clear();
    }
    const { frames, latencies } = await page.page.evaluate(() => recorded);
    assert.ok(frames.length > 100 && latencies.length > 20, "too little to tell");
    const frameMs = findPercentile95(frames), answerMs = findPercentile95(latencies);
    console.log(
      `  ${frames.length} busy frames, 95% within ${frameMs.toFixed(1)} ms; ` +
        `${latencies.length} answers, 95% within ${answerMs.toFixed(0)} ms`,
    );
    rounds.push({ frameMs, answerMs });
  }
  return {
    frameMs: Math.min(...rounds.map((round) => round.frameMs)),
    answerMs: Math.min(...rounds.map((round) => round.answerMs)),
  };
}

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
      for (const state of ["unsure", "foreign"] as const) {
        await page.clear();
        await page.draw(SCRIBBLES[state]);
        assert.equal(await page.state(), state);
        await assertAccessible(page, state);
      }
      await page.share();
      await assertAccessible(page, "sharing");
      await page.page.keyboard.press("Escape");
      await page.clear();
      await page.page.getByRole("button", { name: "Share" }).click();
      await assertAccessible(page, "a message");
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
  { name: "written as files, the page works from any path of any host", ...SHARED, ...OWN_SERVER },
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

Deno.test(
  { name: "opened as a file, the page says that it needs a server", ...SHARED, ...OWN_SERVER },
  async () => {
    const dir = await Deno.makeTempDir({ prefix: "demo_" });
    await writeSite(demo.site, dir);
    const served = await demo.open();
    assert.equal(await served.page.locator("#startup").count(), 0);
    const page = await served.page.context().newPage();
    await page.goto(toFileUrl(join(dir, "index.html")).href);
    await page.getByText("it does not run from a file").waitFor();
    await page.close();
    await served.close();
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
  var recorded: { frames: number[]; latencies: number[] };
  var axe: { run(root: Document): Promise<AxeResults> };
}

/**
 * Runs in the page before it: notes how long each frame with input or an answer keeps it busy, event
 * handlers included, and how long each answer takes from the input that it answers.
 */
function recordFrames(): void {
  globalThis.recorded = { frames: [], latencies: [] };
  let busyMs = 0, isIdle = true, inputAt = 0, askedAt = 0;
  const addSince = (start: number) => {
    busyMs += performance.now() - start;
    isIdle = false;
  };
  for (const type of ["pointerdown", "pointermove", "pointerup"]) {
    addEventListener(type, () => inputAt = performance.now(), { capture: true });
    addEventListener(type, () => addSince(inputAt)); // the last to hear of it
  }
  globalThis.Worker = class extends Worker {
    override postMessage(message: unknown): void {
      askedAt = inputAt;
      super.postMessage(message);
    }
    override set onmessage(handle: (event: MessageEvent) => void) {
      super.onmessage = (event) => {
        const start = performance.now(), since = askedAt;
        handle(event);
        addSince(start);
        recorded.latencies.push(performance.now() - since);
      };
    }
  };
  const { port1, port2 } = new MessageChannel();
  let start = 0;
  // This callback is the first of its frame; the message comes when the frame is painted.
  port1.onmessage = () => {
    if (!isIdle) recorded.frames.push(busyMs + performance.now() - start);
    busyMs = 0;
    isIdle = true;
  };
  const begin = () => {
    start = performance.now();
    port2.postMessage(null);
    requestAnimationFrame(begin);
  };
  requestAnimationFrame(begin);
}

function findPercentile95(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(0.95 * values.length)];
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
