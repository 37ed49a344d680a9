/**
 * Training in the demo page: to its end, stopped and gone on with, compared, used, kept, and taken to the
 * command line.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "@std/path";
import type { Worker } from "playwright-core";
import axe, { type AxeResults } from "axe-core";
import { sliceImages } from "../../lib/dataset/labeled_images.ts";
import { loadMnist } from "../../lib/dataset/mnist.ts";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import type { Site } from "../../lib/demo/site/site.ts";
import { DEFAULT_SETTINGS } from "../../lib/demo/trainer/choices.ts";
import { createChosenModel, planChosenRecipe } from "../../lib/demo/trainer/settings.ts";
import { encodeWeights } from "../../lib/model/model_json.ts";
import { loadModel } from "../../lib/model/store.ts";
import { trainCompiled } from "../../lib/training/train.ts";
import { assertIdentical } from "../assert_identical.ts";
import { type DemoPage, DESKTOP, PHONE, SCRIBBLES, SERVED_AT, startDemo } from "./demo.ts";
import { assertShows, download, predict, writeArchive } from "./downloads.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

/** A training of 30,000 digits, on a machine that does other things too. */
const TRAINING_MS = 120_000;

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

const button = ({ page }: DemoPage, name: string) =>
  page.locator("#train").getByRole("button", { name, exact: true });

async function startTraining(page: DemoPage, settings: Record<string, string> = {}): Promise<void> {
  for (const [id, value] of Object.entries(settings)) {
    await page.page.locator(`#train-${id}`).selectOption(value);
  }
  await page.page.locator(".train-tools .primary").first().click();
}

async function waitFor(page: DemoPage, state: string): Promise<string> {
  const tools = page.page.locator(`.train-tools[data-state=${state}]`);
  await tools.waitFor({ timeout: TRAINING_MS });
  return (await page.page.locator(".train-status").textContent())!;
}

/** Accuracy in the line that tells of the end, in percent. */
const readAccuracy = (line: string) => Number(line.match(/reads ([\d.]+)%/)![1]);

async function drawTwo(page: DemoPage): Promise<void> {
  await page.draw(layOutExample("2", 16).map(({ points }) => points));
}

const downloadNetwork = (page: DemoPage) => download(page, () => button(page, "Download").click());

Deno.test({
  name: "10,000 digits and three epochs give 98%, and the command line reads with the same network",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  const cores = await page.page.evaluate(() => crossOriginIsolated ? "all cores" : "one core");
  assert.ok(SERVED_AT !== undefined || cores === "all cores");
  await drawTwo(page);
  const start = performance.now();
  await startTraining(page);
  await page.page.locator(".train-looks canvas").first().waitFor();
  const line = await waitFor(page, "done");
  const seconds = (performance.now() - start) / 1000;
  const outcome = await page.page.locator(".train-legend .current span").textContent();
  console.log(`  ${cores}: ${line} ${outcome}; with all loading ${seconds.toFixed(1)} s`);
  assert.ok(readAccuracy(line) >= 98, line);
  // Charts are drawn where they are seen.
  await page.page.locator(".train-results").scrollIntoViewIfNeeded();
  await page.page.locator(".train-results circle.validation").nth(5).waitFor();
  assert.equal(await page.page.locator(".train-results circle.validation").count(), 6);
  assert.ok(await page.page.locator(".train-misread canvas").count() > 0);
  assert.match((await page.page.locator(".train-reading").textContent())!, /^2: /);

  await button(page, "Read the sheet with it").click();
  await page.page.locator("#model").filter({ hasText: "trained here" }).waitFor();
  await page.page.waitForFunction(() =>
    document.querySelector<HTMLSelectElement>("#model")!.value === "trained here"
  );
  await page.waitUntilRead();
  assert.equal(await page.number(), "2");

  const dir = await Deno.makeTempDir({ prefix: "trained_" });
  try {
    await writeArchive(await downloadNetwork(page), dir);
    const picture = join(dir, "digit.png"), model = join(dir, "lenet5-trained-here");
    await page.save(picture);
    const { model: { weights }, run } = await loadModel(model);
    assert.ok(weights.length > 0 && (run.history as unknown[]).length === 3);
    const [reading] = await predict(["--model", model, "--json", picture]);
    assert.equal(reading.digit, 2);
    await assertShows(page, reading);
    await compareVerdicts(page, model, dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
  await page.close();
});

/** Drawings, digits and none: the page says of each what the command line says of the same network. */
async function compareVerdicts(page: DemoPage, model: string, dir: string): Promise<void> {
  const digits = [..."0123456789"].map((digit) => layOutExample(digit, 16));
  const drawings = [
    ...digits.map((strokes) => strokes.map(({ points }) => points)),
    ...[LETTER_K, ...Object.values(SCRIBBLES)],
  ];
  const states: (string | null)[] = [], paths: string[] = [];
  for (const [i, strokes] of drawings.entries()) {
    await page.clear();
    await page.draw(strokes);
    states.push(await page.state());
    paths.push(join(dir, `${i}.png`));
    await page.save(paths[i]);
  }
  const readings = await predict(["--model", model, "--json", ...paths]);
  assert.deepEqual(readings.map(({ verdict }) => verdict), states);
  console.log(`  digits: ${states.slice(0, 10)}; K, star, cross: ${states.slice(10)}`);
  assert.ok(states.slice(0, 10).filter((state) => state === "foreign").length <= 1);
  assert.ok(states.slice(10).every((state) => state !== "sure"));
}

// The pen rounds corners between distant points; the arms shall meet the stem.
const LETTER_K = [
  [{ x: 150, y: 60 }, { x: 150, y: 240 }],
  [{ x: 250, y: 60 }, { x: 160, y: 142 }, { x: 152, y: 150 }, { x: 160, y: 158 }, {
    x: 255,
    y: 240,
  }],
];

Deno.test({
  name:
    "stopped and gone on with on one Worker, a run gives the weights of the command line's engine",
  ...SHARED,
}, async () => {
  const host = serveStatic(demo.site, "/some/where/");
  const url = SERVED_AT ?? `http://127.0.0.1:${host.addr.port}/some/where/`;
  const page = await demo.open({ url });
  if (!SERVED_AT) assert.ok(!await page.page.evaluate(() => crossOriginIsolated));
  await page.page.evaluate(stopInFirstEpoch);
  await startTraining(page, { epochs: "2" });
  assert.match(await waitFor(page, "stopped"), /^Stopped/);
  await button(page, "Go on").click();
  assert.match(await waitFor(page, "done"), /^Done/);
  const files = await downloadNetwork(page);
  const settings = { ...DEFAULT_SETTINGS, epochs: 2 };
  const model = createChosenModel(settings), digits = await loadMnist();
  const options = { recipe: planChosenRecipe(settings), workers: 2 };
  const data = {
    train: sliceImages(digits.train, 0, settings.digits),
    validation: digits.validation,
  };
  await Array.fromAsync(trainCompiled(model, data, options));
  const bytes = files["lenet5-trained-here/weights.bin"];
  assertIdentical(bytes, encodeWeights(model), "weights.bin");
  await page.close();
  await host.shutdown();
});

Deno.test({
  name:
    "a Worker that ends without a word is noticed, and its run goes on from the last checkpoint",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  await startTraining(page, { epochs: "40" });
  // A checkpoint is there at the end of the first epoch.
  await page.page.locator(".train-status").filter({ hasText: /^Epoch [2-9]/ }).waitFor({
    timeout: TRAINING_MS,
  });
  const isTrainer = (worker: Worker) => worker.url().endsWith("train_worker.js");
  await page.page.workers().find(isTrainer)!.evaluate(() => self.close());
  const line = await waitFor(page, "broken");
  console.log(`  ${line}`);
  assert.match(line, /silent for 10 seconds.* Its last checkpoint has \d of 40 epochs/);
  await page.page.locator("#train-epochs").selectOption("1"); // no matter
  await button(page, "Go on from the last checkpoint").click();
  const done = Number(line.match(/has (\d+) of/)![1]);
  const next = page.page.locator(".train-status").filter({ hasText: `Epoch ${done + 2} of 40` });
  await next.waitFor({ timeout: TRAINING_MS });
  await button(page, "Stop").click();
  assert.ok(readAccuracy(await waitFor(page, "stopped")) > 95);
  await button(page, "Read the sheet with it").click();
  await page.page.getByText("The sheet is now read by this network.").waitFor();
  await page.close();
});

Deno.test({
  name: "two runs are compared; a network is kept, found again, loaded and forgotten",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  await startTraining(page, { digits: "1000", epochs: "1", network: "lenet1" });
  await waitFor(page, "done");
  await startTraining(page, { epochs: "2" });
  await waitFor(page, "training");
  await waitFor(page, "done");
  const titles = await page.page.locator(".train-legend li").allTextContents();
  assert.match(titles[0], /LeNet-1, 1,000 digits, 2 epochs/);
  assert.match(titles[1], /LeNet-1, 1,000 digits, 1 epoch,/);
  await button(page, "Keep it here").click();
  await page.page.getByText("Kept in this browser.").waitFor();
  await page.page.reload();
  await button(page, "Load the kept one").click();
  await waitFor(page, "done");
  await page.page.waitForFunction(() =>
    document.querySelector<HTMLSelectElement>("#model")!.value === "trained here"
  );
  await button(page, "Forget it").click();
  await page.page.getByText("Forgotten.", { exact: true }).waitFor();
  await page.page.reload();
  await button(page, "Start").waitFor();
  assert.equal(await button(page, "Load the kept one").isVisible(), false);
  await page.close();
});

Deno.test({ name: "what is no network is refused in words", ...SHARED }, async () => {
  const page = await demo.open();
  const file = { name: "x.zip", mimeType: "application/zip", buffer: Buffer.from("no archive") };
  await page.page.locator("#train-file").setInputFiles(file);
  await page.page.getByText("expected a ZIP archive with a network in it").waitFor();
  await page.close();
});

for (const [size, context] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  for (const colorScheme of ["light", "dark"] as const) {
    const name = `everyone can use the training: ${size}, ${colorScheme}`;
    Deno.test({ name, ...SHARED }, async () => {
      const page = await demo.open({ context: { ...context, colorScheme } });
      await drawTwo(page);
      await startTraining(page, { digits: "1000", epochs: "2" });
      await waitFor(page, "done");
      await startTraining(page, { digits: "1000", epochs: "3", network: "lenet1" });
      await waitFor(page, "training");
      await waitFor(page, "done");
      await page.page.evaluate(axe.source);
      const { violations } = await page.page.evaluate(() => globalThis.axe.run(document));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      const width = await page.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= context.viewport!.width, `${width} pixels wide`);
      await keepScreenshot(page, `${size}-${colorScheme}`);
      await page.close();
    });
  }
}

/** Runs in the page: presses Stop as soon as some digits of the first epoch are learned. */
function stopInFirstEpoch(): void {
  const status = document.querySelector(".train-status")!;
  const buttons = [...document.querySelectorAll<HTMLButtonElement>(".train-tools button")];
  new MutationObserver((_, observer) => {
    if (!/^Epoch 1 of 2: [1-9]/.test(status.textContent!)) return;
    observer.disconnect();
    buttons.find(({ textContent }) => textContent === "Stop")!.click();
  }).observe(status, { childList: true });
}

/** For whoever wants to look: set SCREENSHOTS to a folder. */
async function keepScreenshot({ page }: DemoPage, name: string): Promise<void> {
  const dir = Deno.env.get("SCREENSHOTS");
  if (dir) await page.locator("#train").screenshot({ path: join(dir, `training-${name}.png`) });
}

declare global {
  var axe: { run(root: Document): Promise<AxeResults> };
}

/** A host that knows nothing of the page but its files, below a path. */
function serveStatic(site: Site, base: string): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
    const { pathname } = new URL(url);
    const file = pathname.startsWith(base) && site.get(pathname.slice(base.length) || "index.html");
    if (!file) return new Response(null, { status: 404 });
    return new Response(file.body, { headers: { "content-type": file.type } });
  });
}
