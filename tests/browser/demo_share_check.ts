/**
 * What can be taken from the demo page: the card, the picture, the link; and the page within a page.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import type { FrameLocator } from "playwright-core";
import { layOutExample } from "../../lib/demo/page/examples.ts";
import { startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

const strokesOf = (digits: string) => layOutExample(digits, 16).map(({ points }) => points);

Deno.test(
  { name: "a card shows drawing and answer, and is saved as a PNG", ...SHARED },
  async () => {
    const page = await demo.open();
    const saveCard = async () => {
      await page.share();
      const label = await page.page.locator("#card[aria-label^='Card: read as']")
        .getAttribute("aria-label");
      const download = page.page.waitForEvent("download");
      await page.page.getByRole("button", { name: "Save the card" }).click();
      const file = await download;
      assert.equal(file.suggestedFilename(), "card.png");
      const png = PNG.sync.read(Buffer.from(await Deno.readFile(await file.path())));
      assert.deepEqual([png.width, png.height], [1200, 630]);
      await page.page.getByRole("button", { name: "Close" }).click();
      return { label, png };
    };
    await page.draw(strokesOf("8"));
    const eight = await saveCard();
    assert.equal(eight.label, "Card: read as 8. Over 99.9% sure.");
    await page.clear();
    await page.draw(strokesOf("74"));
    const number = await saveCard();
    assert.equal(number.label, "Card: read as 74. Both sure.");
    const inkRight = ({ data }: PNG) => {
      let count = 0;
      for (let y = 150; y < 450; y++) {
        for (let x = 740; x < 1200; x++) if (data[4 * (1200 * y + x)] < 60) count++;
      }
      return count;
    };
    assert.ok(
      inkRight(eight.png) > 3000 && inkRight(number.png) > 3000,
      "the answer is in large type",
    );
    assert.notDeepEqual(eight.png.data, number.png.data);
    await page.close();
  },
);

Deno.test({
  name: "there is nothing to share of an empty sheet, and no link to a picture",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  await page.page.getByRole("button", { name: "Share" }).click();
  await page.page.getByRole("alert").getByText("There is nothing to share yet").waitFor();
  assert.equal(await page.page.getByRole("dialog").count(), 0);
  const png = new PNG({ width: 100, height: 100 });
  png.data.fill(255);
  const buffer = Buffer.from(PNG.sync.write(png));
  await page.page.locator("#file").setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
  await page.page.getByText("No digit found in this picture.").waitFor();
  await page.share();
  assert.equal(await page.page.getByRole("button", { name: "Copy the link" }).isDisabled(), true);
  await page.page.getByText("There is no link to a picture").waitFor();
  await page.close();
});

Deno.test({ name: "the link that is copied brings the drawing", ...SHARED }, async () => {
  const page = await demo.open();
  await page.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.draw(strokesOf("3"));
  await page.share();
  await page.page.getByRole("button", { name: "Copy the link" }).click();
  await page.page.getByText("Copied.").waitFor();
  const link = await page.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, await page.page.getByLabel("Link to the drawing").inputValue());
  const other = await demo.tab();
  await other.page.goto(link);
  await other.page.locator("#number :text-is('3')").waitFor();
  await other.close();
  await page.close();
});

Deno.test(
  { name: "another page of this machine can embed sheet and answer alone", ...SHARED },
  async () => {
    const host = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
      if (!url.endsWith("/")) return new Response(null, { status: 204 });
      const frame = `<iframe src="${demo.url}?embed" width="480" height="560"></iframe>`;
      const headers = { "content-type": "text/html" };
      return new Response(`<!DOCTYPE html><title>Host</title>${frame}`, { headers });
    });
    const page = await demo.tab();
    await page.page.goto(`http://127.0.0.1:${host.addr.port}/`);
    const frame: FrameLocator = page.page.frameLocator("iframe");
    await frame.locator("#number :text-is('5')").waitFor();
    for (const hidden of ["h1", ".masthead", "#teach", ".why", "#train", "footer"]) {
      assert.equal(await frame.locator(hidden).isVisible(), false, hidden);
    }
    const box = (await frame.locator("#drawing").boundingBox())!;
    assert.ok(box.height < 400);
    const scale = box.width / 400;
    for (const points of strokesOf("7")) {
      for (const [i, { x, y }] of points.entries()) {
        await page.page.mouse.move(box.x + x * scale, box.y + y * scale);
        if (i === 0) await page.page.mouse.down();
      }
      await page.page.mouse.up();
    }
    await frame.locator("#number :text-is('7')").waitFor();
    const opened = page.page.waitForEvent("popup");
    await frame.getByRole("link", { name: "Whole page" }).click();
    await (await opened).locator("h1").waitFor();
    assert.match((await opened).url(), /\/#drawing=1/);
    await page.close();
    await host.shutdown();
  },
);
