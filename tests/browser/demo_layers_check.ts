/**
 * What the demo page shows of the network: the digit as it sees it, the layers, what a pixel looks at.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { join } from "@std/path";
import type { Locator } from "playwright-core";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { saveModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { type DemoPage, OWN_SERVER, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false, ...OWN_SERVER }; // browser and server live on

/** A window in which nothing is out of sight. */
const ALL_IN_SIGHT = { viewport: { width: 1280, height: 2400 } };

const modelsDir = await Deno.makeTempDir({ prefix: "models_" });
await Deno.mkdir(join(modelsDir, "lenet5"));
for (const name of ["model.json", "weights.bin", "run.json"]) {
  await Deno.copyFile(join(DEFAULT_MODEL_DIR, name), join(modelsDir, "lenet5", name));
}
const plain = createLenet5({
  batchNorm: false,
  activation: "tanh",
  pooling: "average",
  dropout: 0,
});
const run = { parameters: 61_706, test: { errors: 9021, n: 10_000 } };
await saveModel(join(modelsDir, "as in 1998 & <untrained>"), plain, run);

const demo = await startDemo(modelsDir);
Deno.test.afterAll(async () => {
  await demo.close();
  await Deno.remove(modelsDir, { recursive: true });
});

Deno.test(
  { name: "every layer has its maps, and they follow the drawing", ...SHARED },
  async () => {
    const page = await demo.open({ context: ALL_IN_SIGHT });
    const layers = page.page.locator("#layers .layer");
    assert.deepEqual(
      await layers.locator("h3").allTextContents(),
      ["C1", "S2", "C3", "S4", "C5", "F6", "Output"],
    );
    const before = await readMaps(layers.locator("canvas"));
    assert.equal(before.length, 6 + 6 + 16 + 16 + 1 + 1 + 1);
    assert.ok(
      before.every((map) => map.every((opacity) => opacity === 0)),
      "blank as the sheet is",
    );
    await drawNumber(page, "4");
    const four = await readMaps(layers.locator("canvas"));
    assert.ok(four.filter((map) => map.some((opacity) => opacity > 0)).length > 30);
    await page.clear();
    await drawNumber(page, "6");
    assert.notDeepEqual(await readMaps(layers.locator("canvas")), four);
    await page.close();
  },
);

Deno.test(
  { name: "maps out of sight are painted when they come into sight", ...SHARED },
  async () => {
    const page = await demo.open({ context: { viewport: { width: 1280, height: 400 } } });
    const last = page.page.locator("#layers .layer canvas").last();
    await drawNumber(page, "4");
    const isBlank = async () => (await readMaps(last))[0].every((opacity) => opacity === 0);
    assert.ok(await isBlank());
    await last.scrollIntoViewIfNeeded();
    while (await isBlank()) await page.waitUntilRead(); // a frame or two
    const four = await readMaps(last);
    await page.draw(layOutExample("1", 16).map(({ points }) => points));
    await last.scrollIntoViewIfNeeded();
    while ((await readMaps(last)).join() === four.join()) await page.waitUntilRead();
    await page.close();
  },
);

Deno.test({
  name: "pointing at a pixel of a map frames what it looks at, on input and sheet",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  await drawNumber(page, "5");
  const map = page.page.locator(".layer:has(h3:text-is('C3')) canvas").nth(3);
  const { width } = (await map.boundingBox())!;
  await map.hover({ position: { x: 2.5 * width / 10, y: 4.5 * width / 10 } });
  const about = page.page.locator("#probe");
  assert.match(
    (await about.textContent())!,
    /^C3, map 4, row 5, column 3: -?\d+\.\d\d, from 14×14/,
  );
  const field = page.page.locator("#field");
  assert.deepEqual(await styleOf(field), { left: 2 / 28, top: 6 / 28, width: 0.5, height: 0.5 });
  assert.ok(await page.page.locator("#sheet-field").isVisible());
  await page.page.mouse.move(5, 5);
  assert.equal(await field.isVisible(), false);
  await page.close();
});

Deno.test({ name: "the keyboard leads from pixel to pixel too", ...SHARED }, async () => {
  const page = await demo.open();
  await drawNumber(page, "5");
  await page.page.locator(".layer:has(h3:text-is('S4')) .maps").focus();
  for (const key of ["ArrowUp", "ArrowLeft", "PageDown"]) await page.page.keyboard.press(key);
  const text = await page.page.locator("#probe").textContent();
  assert.match(text!, /^S4, map 2, row 2, column 2: /);
  await page.page.keyboard.press("Tab");
  assert.equal(await page.page.locator("#probe").textContent(), "");
  await page.close();
});

Deno.test({
  name: "several digits are read as a number, each of which can be looked at",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  await drawNumber(page, "20926");
  assert.equal(await page.number(), "20926");
  assert.equal(await page.page.locator("#boxes .box").count(), 5);
  const digits = page.page.locator("#number button");
  const seen: string[] = [];
  for (let i = 0; i < 5; i++) {
    await digits.nth(i).click();
    await page.waitUntilRead();
    assert.equal(await digits.nth(i).getAttribute("aria-pressed"), "true");
    assert.equal(await page.page.locator("#bars .best .name").textContent(), "20926"[i]);
    seen.push((await page.seen()).join());
  }
  assert.equal(new Set(seen).size, 5);
  await page.close();
});

Deno.test({
  name: "another model reads the same drawing, with its own facts and layers",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  await drawNumber(page, "5");
  const before = await page.page.locator("#bars").textContent();
  const choice = page.page.getByLabel("Model");
  assert.deepEqual(
    await choice.locator("option").allTextContents(),
    [
      "lenet5: 62,384 parameters, 0.51% test error",
      "as in 1998 & <untrained>: 61,706 parameters, 90.21% test error",
    ],
  );
  const seen = await page.seen();
  await choice.selectOption({ index: 1 });
  await page.waitUntilRead();
  assert.notEqual(await page.page.locator("#bars").textContent(), before);
  assert.notEqual(await page.state(), "sure", "nothing is sure with an untrained model");
  assert.deepEqual(await page.seen(), seen);
  await page.close();
});

Deno.test({
  name: "a model that cannot be loaded is named, and another one still works",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  await page.page.context().route("**/as%20in*.bin", (route) => route.fulfill({ status: 503 }));
  await drawNumber(page, "5");
  const choice = page.page.getByLabel("Model");
  await choice.selectOption({ index: 1 });
  const message = page.page.getByRole("alert");
  await message.getByText(
    "The model as in 1998 & <untrained> could not be loaded: the server answered 503.",
  ).waitFor();
  await choice.selectOption({ index: 0 });
  await page.waitUntilRead();
  assert.equal(await page.number(), "5");
  assert.equal(await message.textContent(), "");
  page.problems.length = 0; // the browser's own note of the 503
  await page.close();
});

async function drawNumber(page: DemoPage, digits: string): Promise<void> {
  const strokes = layOutExample(digits, 16);
  await page.setWidth(strokes[0].width);
  await page.draw(strokes.map(({ points }) => points));
}

/** The opacities of canvases' pixels. */
async function readMaps(canvases: Locator): Promise<number[][]> {
  return await canvases.evaluateAll((elements) =>
    elements.map((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3]);
    })
  );
}

/** Where a framed part lies, as shares of the whole. */
async function styleOf(element: Locator): Promise<Record<string, number>> {
  return await element.evaluate((node) => {
    const { left, top, width, height } = (node as HTMLElement).style;
    const share = (percent: string) => Math.round(28 * parseFloat(percent) / 100) / 28;
    return { left: share(left), top: share(top), width: share(width), height: share(height) };
  });
}
