/**
 * The demo page on screens of all sizes: what is in sight while one draws, how large things are to
 * touch, forced colours, and strokes over selected text.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { BrowserContextOptions } from "playwright-core";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { DESKTOP, PHONE, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

const strokesOf = (digits: string) => layOutExample(digits, 16).map(({ points }) => points);

/** Screens, and whether the bars must be in sight beside the number: not where all is in one column. */
const SCREENS: [name: string, width: number, height: number, withBars: boolean][] = [
  ["laptop", 1280, 720, true],
  ["desktop", 1920, 1080, true],
  ["low window", 1280, 560, true],
  ["laptop at 200%", 640, 400, true],
  ["phone on its side", 844, 390, true],
  ["small phone on its side", 667, 375, true],
  ["phone", 390, 844, false],
  ["small phone", 360, 640, false],
  ["tablet", 768, 1024, false],
];

for (const [name, width, height, withBars] of SCREENS) {
  const title = `sheet, tools and answer are in sight together: ${name}, ${width}×${height}`;
  Deno.test({ name: title, ...SHARED }, async () => {
    const page = await demo.open({ context: { viewport: { width, height } } });
    await page.draw(strokesOf("20926"));
    await page.page.evaluate(() => scrollTo(0, 0));
    const parts = ["#sheet", ".tools", "#number", "#verdict", ...(withBars ? ["#bars"] : [])];
    for (const part of parts) {
      const { x, y, ...box } = (await page.page.locator(part).boundingBox())!;
      assert.ok(y >= 0 && y + box.height <= height + 1, `${part} ends at ${y + box.height}`);
      assert.ok(x >= 0 && x + box.width <= width + 1, `${part} is wider than the screen`);
    }
    const sheet = (await page.page.locator("#sheet").boundingBox())!;
    assert.ok(Math.abs(sheet.width / sheet.height - 4 / 3) < 0.02, "the sheet keeps its shape");
    assert.ok(sheet.height >= 0.29 * height, `a sheet of ${sheet.height} is too small to draw on`);
    assert.equal(await page.page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.close();
  });
}

Deno.test({ name: "everything to press is at least 44 px high", ...SHARED }, async () => {
  for (const context of [DESKTOP, PHONE, { viewport: { width: 844, height: 390 } }]) {
    const page = await demo.open({ context });
    await page.draw(strokesOf("4"));
    const check = async (selector: string) => {
      const heights = await page.page.locator(selector).evaluateAll((elements) =>
        elements.filter((element) => element.checkVisibility()).map((element) =>
          [element.id || element.textContent, element.getBoundingClientRect().height] as const
        )
      );
      assert.ok(heights.length > 2);
      assert.deepEqual(heights.filter(([, height]) => height < 44), []);
    };
    await check(":is(button, .button, select, input[type=range], .choice label)");
    await page.share();
    await check("dialog :is(button, input)");
    await page.close();
  }
});

Deno.test({ name: "forced colours leave ink on paper, and bars to see", ...SHARED }, async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const context: BrowserContextOptions = { ...DESKTOP, colorScheme, forcedColors: "active" };
    const page = await demo.open({ context });
    await page.draw(strokesOf("1"));
    const shades = await page.page.locator("#drawing").evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext("2d")!;
      const shadeAt = (x: number, y: number) =>
        [...context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data].join();
      return { paper: shadeAt(0.1, 0.1), ink: shadeAt(0.5, 0.5) };
    });
    assert.notEqual(shades.paper, shades.ink);
    const colors = await page.page.locator("#bars .best .fill").evaluate((fill) => [
      getComputedStyle(fill).backgroundColor,
      getComputedStyle(document.documentElement).backgroundColor,
    ]);
    assert.notEqual(colors[0], colors[1]);
    const choice = (id: string) =>
      page.page.locator(`#${id} + span`).evaluate((span) => getComputedStyle(span).backgroundColor);
    assert.notEqual(await choice("pen"), await choice("eraser"));
    await page.close();
  }
});

Deno.test(
  { name: "strokes over selected text are drawn, not dragged away", ...SHARED },
  async () => {
    const page = await demo.open();
    const drags = await page.page.evaluateHandle(() => {
      const seen: boolean[] = [];
      document.addEventListener("dragstart", (event) => seen.push(event.defaultPrevented));
      return seen;
    });
    await page.page.keyboard.press("Control+a");
    await page.draw(strokesOf("7"));
    assert.equal(await page.number(), "7");
    await page.clear();
    // From the title into the sheet, which selects what lies between.
    const title = (await page.page.locator("h1").boundingBox())!;
    await page.page.mouse.move(title.x + 5, title.y + 5);
    await page.page.mouse.down();
    await page.page.mouse.move(title.x + 200, title.y + 300, { steps: 5 });
    await page.page.mouse.up();
    await page.draw(strokesOf("3"));
    assert.equal(await page.number(), "3");
    await page.page.keyboard.press("Control+a");
    await page.draw([[{ x: 350, y: 60 }, { x: 350, y: 250 }]]);
    assert.equal(await page.number(), "31");
    assert.ok((await drags.jsonValue()).every((isPrevented) => isPrevented));
    await page.close();
  },
);

Deno.test(
  { name: "how to draw with the keyboard is seen by whoever tabs to the sheet", ...SHARED },
  async () => {
    const page = await demo.open();
    const keys = page.page.getByText("puts it down and lifts it");
    const isSeen = () => keys.evaluate((element) => getComputedStyle(element).clipPath === "none");
    assert.equal(await isSeen(), false);
    await page.page.getByText("draw with the arrow keys").waitFor();
    await page.page.getByLabel("Model").focus();
    await page.page.keyboard.press("Tab");
    assert.equal(await isSeen(), true);
    await page.page.keyboard.press("Tab");
    assert.equal(await isSeen(), false);
    await page.close();
  },
);
