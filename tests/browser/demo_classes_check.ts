/**
 * The demo page with a model of other classes than the ten digits.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import {
  packWeights,
  type PublishedModel,
  unpackWeights,
} from "../../lib/reader/published_model.ts";
import { createRandom } from "../../lib/random.ts";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { MODELS_DIR } from "../../lib/paths.ts";
import { OWN_SERVER, PHONE, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false, ...OWN_SERVER }; // browser and server live on

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const THINGS = Array.from({ length: 47 }, (_, i) => `Thing ${i + 1}`);

const demo = await startDemo(MODELS_DIR);
Deno.test.afterAll(() => demo.close());

/** Puts an output layer of other classes on the shipped model: what it answers is not the point. */
function useClasses(classes: string[]): void {
  const file = (path: string) => demo.site.get(path)!;
  const model: PublishedModel = JSON.parse(
    new TextDecoder().decode(file("models/lenet5.json").body),
  );
  const values = unpackWeights(model, file("models/lenet5.bin").body.slice().buffer);
  const random = createRandom(1), output = model.network.stages.at(-1)!;
  const inputs = output.channels * output.kernelHeight * output.kernelWidth;
  output.outputs = classes.length;
  const network = { ...model.network, classes: classes.length };
  const sizes = {
    [output.kernel.name]: inputs * classes.length,
    [output.bias!.name]: classes.length,
  };
  for (const [name, size] of Object.entries(sizes)) {
    values[name] = Float32Array.from({ length: size }, () => random.next() - 0.5);
  }
  output.kernel = { ...output.kernel, size: sizes[output.kernel.name] };
  output.bias = { ...output.bias!, size: sizes[output.bias!.name] };
  const weights = model.weights.map(({ name, shape, size }) => ({
    name,
    shape: name in sizes ? [...shape.slice(0, -1), classes.length] : shape,
    size: sizes[name] ?? size,
  }));
  const description = {
    ...model,
    network,
    classes,
    weights,
    calibration: { limits: { confidence: 0, unusual: 1, foreign: 1 } },
  };
  const set = (path: string, body: Uint8Array<ArrayBuffer> | string) =>
    demo.site.set(path, {
      ...file(path),
      body: typeof body === "string" ? new TextEncoder().encode(body) : body,
    });
  set("models/lenet5.json", JSON.stringify(description));
  set("models/lenet5.bin", packWeights(description, values));
  const html = new TextDecoder().decode(file("index.html").body);
  const names = JSON.stringify(classes).replaceAll('"', "&quot;");
  set("index.html", html.replace(/data-classes="[^"]*"/, `data-classes="${names}"`));
}

Deno.test({ name: "a model of 26 letters is shown with all of them", ...SHARED }, async () => {
  useClasses(LETTERS);
  for (
    const context of [undefined, PHONE, { viewport: { width: 844, height: 390 } }, {
      viewport: { width: 640, height: 400 },
    }]
  ) {
    const page = await demo.tab(context);
    await page.page.goto(demo.url);
    await page.page.getByRole("heading", { name: "Draw a letter." }).waitFor();
    await page.page.getByText("Nothing to read yet.").waitFor();
    assert.deepEqual(await page.page.locator("#bars .name").allTextContents(), LETTERS);
    await page.page.getByRole("button", { name: "Example" }).click(); // of digits there are none
    await page.draw(layOutExample("5", 16).map(({ points }) => points));
    assert.match(await page.number(), /^[A-Z]$/);
    assert.equal(await page.page.locator("#bars .best .name").textContent(), await page.number());
    await page.page.evaluate(() => scrollTo(0, 0));
    const bars = (await page.page.locator("#bars").boundingBox())!;
    const { width, height } = page.page.viewportSize()!;
    assert.ok(bars.x + bars.width <= width + 1);
    if (context !== PHONE) assert.ok(bars.y + bars.height <= height + 1, `${bars.y + bars.height}`);
    await page.close();
  }
});

Deno.test(
  { name: "of 47 classes with long names the ten most probable are shown", ...SHARED },
  async () => {
    useClasses(THINGS);
    const page = await demo.tab();
    await page.page.goto(demo.url);
    await page.page.getByRole("heading", { name: "Draw." }).waitFor();
    await page.draw(layOutExample("5", 16).map(({ points }) => points));
    const number = await page.number();
    assert.ok(THINGS.includes(number));
    assert.equal(await page.page.locator("#bars li").count(), 10);
    assert.equal(await page.page.locator("#bars li.best:first-child .name").textContent(), number);
    const box = (await page.page.locator("#number .line > *").boundingBox())!;
    const seen = (await page.page.locator("#seen").boundingBox())!;
    assert.ok(box.x + box.width <= seen.x, "a long name is written smaller");
    await page.close();
  },
);
