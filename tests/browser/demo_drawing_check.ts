/**
 * Drawing on the demo page: by mouse, finger and keyboard, with all tools.
 *
 * @module
 */
import assert from "node:assert/strict";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { PHONE, SCRIBBLES, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

/** A 1, far enough to the right to stand beside another digit. */
const LINE = [{ x: 330, y: 60 }, { x: 330, y: 150 }, { x: 328, y: 250 }];
const strokesOf = (digits: string) => layOutExample(digits, 16).map(({ points }) => points);

Deno.test(
  { name: "a new page writes an example, which makes way for drawing", ...SHARED },
  async () => {
    const page = await demo.open({ keepExample: true });
    await page.page.getByText("sure").first().waitFor();
    assert.equal((await page.number()).length, 1);
    await page.draw(strokesOf("2"));
    assert.equal(await page.number(), "2");
    await page.close();
  },
);

Deno.test(
  { name: "the answer changes with every stroke, undone, redone and cleared", ...SHARED },
  async () => {
    const page = await demo.open();
    const press = async (name: string) => {
      await page.page.getByRole("button", { name }).click();
      await page.waitUntilRead();
      return await page.number();
    };
    await page.draw(strokesOf("7"));
    assert.equal(await page.number(), "7");
    await page.draw([LINE]);
    assert.equal(await page.number(), "71");
    assert.equal(await press("Undo"), "7");
    assert.equal(await press("Redo"), "71");
    assert.equal(await press("Clear"), "");
    assert.equal(await page.state(), "empty");
    assert.equal(await page.page.locator("#reason").textContent(), "Nothing to read yet.");
    assert.equal(await press("Undo"), "71");
    await page.page.keyboard.press("Control+z");
    await page.waitUntilRead();
    assert.equal(await page.number(), "7");
    await page.close();
  },
);

Deno.test({ name: "the eraser takes ink away", ...SHARED }, async () => {
  const page = await demo.open();
  await page.draw([...strokesOf("7"), LINE]);
  assert.equal(await page.number(), "71");
  await page.page.getByLabel("Eraser").check();
  await page.draw([LINE]);
  assert.equal(await page.number(), "7");
  await page.close();
});

Deno.test({ name: "the width of the pen changes what is drawn", ...SHARED }, async () => {
  const page = await demo.open();
  const widths = [];
  for (const width of [16, 36]) {
    await page.setWidth(width);
    await page.draw([LINE]);
    widths.push((await page.seen()).reduce((sum, ink) => sum + ink));
    await page.clear();
  }
  assert.ok(widths[1] > 1.5 * widths[0], `ink of ${widths}`);
  await page.close();
});

Deno.test(
  { name: "a finger draws on a phone, and the page does not scroll under it", ...SHARED },
  async () => {
    const page = await demo.open({ context: PHONE });
    const client = await page.page.context().newCDPSession(page.page);
    const box = (await page.page.locator("#drawing").boundingBox())!;
    const scrolled = await page.page.evaluate(() => scrollY);
    for (const points of strokesOf("3")) {
      const touches = points.map(({ x, y }) => ({
        x: box.x + x * box.width / 400,
        y: box.y + y * box.height / 300,
      }));
      const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: typeof touches) =>
        client.send("Input.dispatchTouchEvent", { type, touchPoints });
      await send("touchStart", [touches[0]]);
      for (const touch of touches) await send("touchMove", [touch]);
      await send("touchEnd", []);
    }
    await page.waitUntilRead();
    assert.equal(await page.number(), "3");
    assert.equal(await page.page.evaluate(() => scrollY), scrolled);
    await page.close();
  },
);

Deno.test({ name: "a digit can be drawn with the keyboard alone", ...SHARED }, async () => {
  const page = await demo.open();
  const { keyboard } = page.page;
  await page.page.locator("#drawing").focus();
  const press = async (key: string, times: number) => {
    for (let i = 0; i < times; i++) await keyboard.press(key);
  };
  await press("ArrowUp", 8);
  await keyboard.press("Space");
  await press("ArrowDown", 16);
  await keyboard.press("Space");
  await press("ArrowRight", 12); // the pen is up
  await page.waitUntilRead();
  assert.equal(await page.number(), "1");
  await keyboard.press("Delete");
  await page.waitUntilRead();
  assert.equal(await page.state(), "empty");
  await page.close();
});

Deno.test({ name: "whatever ends a stroke of the keyboard lifts its pen", ...SHARED }, async () => {
  const page = await demo.open();
  const { keyboard } = page.page;
  const status = page.page.locator("#pen-status"), cursor = page.page.locator("#cursor.down");
  await page.page.locator("#drawing").focus();
  await keyboard.press("Space");
  await keyboard.press("ArrowDown");
  assert.equal(await status.textContent(), "Pen down");
  await keyboard.press("Control+z");
  await page.waitUntilRead();
  assert.equal(await status.textContent(), "Pen up");
  assert.equal(await cursor.count(), 0);
  await keyboard.press("Space");
  for (let i = 0; i < 8; i++) await keyboard.press("ArrowUp");
  await keyboard.press("Space");
  await page.waitUntilRead();
  assert.equal(await page.number(), "1");
  await page.close();
});

Deno.test({ name: "what is no digit is not called one", ...SHARED }, async () => {
  const page = await demo.open();
  const zigzag = Array.from({ length: 12 }, (_, i) => ({ x: 60 + 25 * i, y: i % 2 ? 90 : 210 }));
  const bar = [[{ x: 100, y: 150 }, { x: 300, y: 150 }]];
  const wave = Array.from({ length: 40 }, (_, i) => ({
    x: 40 + 8 * i,
    y: 150 + 60 * Math.sin(i / 3),
  }));
  for (const strokes of [[zigzag], [wave], SCRIBBLES.unsure]) {
    await page.draw(strokes);
    assert.notEqual(await page.state(), "sure", await page.number());
    await page.clear();
  }
  for (const strokes of [SCRIBBLES.foreign, bar]) {
    await page.draw(strokes);
    assert.equal(await page.state(), "foreign", await page.number());
    assert.equal(await page.number(), "?");
    assert.equal(await page.page.locator("#verdict").textContent(), "No digit.");
    await page.clear();
  }
  await page.close();
});
