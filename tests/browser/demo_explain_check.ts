/**
 * Why the demo page reads what it reads: the output layer, evidence on the sheet, the nearest training digits, the
 * walk through the network.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { type DemoPage, PHONE, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

const strokesOf = (digits: string) => layOutExample(digits, 16).map(({ points }) => points);

/** Opens a page with a digit, and scrolls to its explanation. */
async function explain(digits: string, context = {}): Promise<DemoPage> {
  const page = await demo.open({ context });
  await page.draw(strokesOf(digits));
  await page.page.locator("#explain").scrollIntoViewIfNeeded();
  await page.page.locator(".walk").waitFor();
  return page;
}

Deno.test({ name: "the output layer is shown, a unit a class", ...SHARED }, async () => {
  const page = await explain("7");
  const output = page.page.locator("#layers .layer").last();
  assert.equal(await output.locator("h3").textContent(), "Output");
  assert.deepEqual(await output.locator(".unit-names span").allTextContents(), [..."0123456789"]);
  await output.locator("canvas").scrollIntoViewIfNeeded();
  const strongest = await output.locator("canvas").evaluate((element) => {
    const { data } = (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, 10, 1);
    // Blue is for, red against; the opacity is the amount.
    return Array.from(
      { length: 10 },
      (_, i) => data[4 * i + 2] > data[4 * i] ? data[4 * i + 3] : 0,
    );
  });
  assert.equal(strongest.indexOf(Math.max(...strongest)), 7);
  await page.close();
});

Deno.test(
  { name: "the explanation follows the drawing", ...SHARED },
  async () => {
    const page = await explain("5");
    const about = page.page.locator(".evidence p");
    await about.filter({ hasText: "less sure is the 5" }).waitFor();
    await page.page.evaluate(() => document.getElementById("clear")!.click());
    await about.filter({ hasText: "Draw a digit" }).waitFor();
    await page.draw(strokesOf("3"));
    await page.page.locator("#explain").scrollIntoViewIfNeeded();
    await about.filter({ hasText: "less sure is the 3" }).waitFor();
    await page.close();
  },
);

Deno.test(
  { name: "what speaks for an answer is shown on the sheet, where the ink is", ...SHARED },
  async () => {
    const page = await explain("1");
    const evidence = page.page.locator("#evidence");
    assert.equal(await evidence.isVisible(), false);
    await page.page.getByLabel("Show it on the sheet").check();
    await evidence.waitFor();
    const box = (await evidence.boundingBox())!,
      sheet = (await page.page.locator("#sheet").boundingBox())!;
    assert.ok(Math.abs(box.width - box.height) < 1, "square, as the network's input is");
    assert.ok(box.x > sheet.x && box.y + box.height / 2 < sheet.y + sheet.height);
    await page.page.getByLabel("Show it on the sheet").uncheck();
    assert.equal(await evidence.isVisible(), false);
    await page.close();
  },
);

Deno.test({ name: "the training digits that are most like it are found", ...SHARED }, async () => {
  const page = await explain("2");
  assert.ok(!page.requests.some((url) => url.includes("/digits/")), "loaded when asked for");
  await page.page.getByRole("button", { name: "Look among 10,000" }).click();
  await page.page.locator(".near-digits figure").first().waitFor();
  const labels = await page.page.locator(".near-digits figcaption").allTextContents();
  assert.equal(labels.length, 8);
  assert.ok(labels.filter((label) => label === "2").length >= 7, labels.join());
  await page.close();
});

for (const [size, context] of Object.entries({ desktop: {}, phone: PHONE })) {
  Deno.test(
    { name: `the walk leads in five steps to the answer: ${size}`, ...SHARED },
    async () => {
      const page = await explain("8", context);
      const walk = page.page.locator(".walk"), next = walk.getByRole("button", { name: "Next" });
      const titles: string[] = [];
      for (let step = 1; step <= 5; step++) {
        await walk.getByText(`Step ${step} of 5`).waitFor();
        titles.push((await walk.locator("h3").textContent())!);
        if (step === 1) assert.equal(await walk.locator(".walk-numbers span").count(), 51);
        const width = await page.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= page.page.viewportSize()!.width, `step ${step}: ${width} pixels wide`);
        if (step < 5) await next.click();
      }
      assert.deepEqual([titles[0], titles[4]], ["C1: one kernel, one patch", "The answer"]);
      assert.match((await walk.locator(".walk-scores .best").textContent())!, /^8 \d/);
      assert.equal(await next.getAttribute("aria-disabled"), "true");
      await page.close();
    },
  );
}
