/**
 * The drawing in the demo page's address: refresh, the way back, links, and addresses that hold none.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { encodeStrokes } from "../../lib/demo/page/drawing_code.ts";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { type DemoPage, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

const strokesOf = (digits: string) => layOutExample(digits, 16).map(({ points }) => points);
const linkTo = (digits: string) =>
  `${demo.url}#drawing=${encodeStrokes(layOutExample(digits, 16))}`;

Deno.test({ name: "a refresh keeps the drawing, pixel by pixel", ...SHARED }, async () => {
  const page = await demo.open();
  await page.draw(strokesOf("74"));
  const seen = await page.seen();
  await page.page.reload();
  await assertReads(page, "74");
  assert.deepEqual(await page.seen(), seen);
  await page.page.getByLabel("Eraser").check();
  await page.draw([[{ x: 250, y: 20 }, { x: 250, y: 280 }, { x: 330, y: 20 }, { x: 330, y: 280 }]]);
  const erased = await page.number();
  assert.notEqual(erased, "74");
  await page.page.reload();
  await assertReads(page, erased);
  await page.close();
});

Deno.test({ name: "the way back brings the drawing back", ...SHARED }, async () => {
  const page = await demo.open();
  await page.draw(strokesOf("3"));
  await page.page.goto("about:blank");
  await page.page.goBack();
  await assertReads(page, "3");
  await page.close();
});

Deno.test({ name: "a link brings a drawing, which undo takes away again", ...SHARED }, async () => {
  const page = await demo.tab();
  await page.page.goto(linkTo("20926"));
  await assertReads(page, "20926");
  // As if a link was pasted into the address of an open page.
  await page.page.evaluate((url) => location.href = url, linkTo("8"));
  await assertReads(page, "8");
  await page.page.getByRole("button", { name: "Undo" }).click();
  await assertReads(page, "20926");
  await page.page.reload();
  await assertReads(page, "20926");
  await page.close();
});

Deno.test(
  { name: "a malformed address is ignored with a line, which drawing ends", ...SHARED },
  async () => {
    const page = await demo.tab();
    for (const code of ["1zzzz", "", "9abc", `${encodeStrokes(layOutExample("8", 16))}%00`]) {
      await page.page.goto("about:blank");
      await page.page.goto(`${demo.url}#drawing=${code}`);
      const message = page.page.getByRole("alert");
      await message.getByText("The address holds no drawing that can be read").waitFor();
      await assertReads(page, "5"); // the first example
      assert.match((await message.textContent())!, /so it is ignored/, "not wiped by the example");
      assert.equal(await page.page.evaluate(() => location.hash), "");
      await page.draw(strokesOf("2"));
      assert.equal(await message.textContent(), "");
    }
    await page.close();
  },
);

Deno.test(
  { name: "an example and an empty sheet leave the address empty", ...SHARED },
  async () => {
    const page = await demo.open({ keepExample: true });
    await page.draw(strokesOf("2"));
    await page.page.waitForFunction(() => location.hash.length > 20);
    await page.page.getByRole("button", { name: "Example" }).click();
    await page.page.waitForFunction(() => location.hash === "");
    await page.draw(strokesOf("2"));
    await page.page.waitForFunction(() => location.hash.length > 20);
    await page.clear();
    await page.page.waitForFunction(() => !location.href.includes("#"));
    await page.close();
  },
);

async function assertReads(page: DemoPage, number: string): Promise<void> {
  await page.page.waitForFunction(
    (text) => document.querySelector("#number .line")?.textContent === text,
    number,
  );
}
