/**
 * Pictures given to the demo page: chosen, dropped, pasted; of several formats; photos; no pictures.
 *
 * @module
 */
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import type { Page } from "playwright-core";
import { createClassifier } from "../../lib/inference/classify.ts";
import { decodePicture } from "../../lib/image/decode.ts";
import { cropPicture, type Picture } from "../../lib/image/picture.ts";
import { prepareOneDigit } from "../../lib/image/prepare.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { createRandom } from "../../lib/random.ts";
import { drawFreehandDigit, SETTINGS } from "../image/freehand.ts";
import { drawNumber } from "../image/freehand_numbers.ts";
import { STYLES } from "../image/freehand_styles.ts";
import { PAGE_KINDS } from "../image/pages.ts";
import { type DemoPage, startDemo } from "./demo.ts";

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

const demo = await startDemo();
Deno.test.afterAll(() => demo.close());

/** Two JPEG decoders need not agree on the last bit; in ink bytes of 255. */
const MAX_JPEG_DIFFERENCE = 3;

/** From choosing a photo of 900×500 to its answer; the best of so many rounds counts. */
const MAX_LINED_MS = 1000, ROUNDS = 3;

const NUMBER = drawNumber(["20926"], { seed: 3, height: 120, penWidth: 12, gap: 0.25 });

for (const type of ["image/png", "image/jpeg", "image/webp"]) {
  Deno.test({ name: `a chosen file of type ${type} is read`, ...SHARED }, async () => {
    const page = await demo.open();
    await choose(page, `number.${type.slice(6)}`, await encode(page.page, NUMBER, type));
    assert.equal(await page.number(), "20926");
    await page.close();
  });
}

Deno.test(
  { name: "a dropped picture is read, and undo brings the sheet back", ...SHARED },
  async () => {
    const page = await demo.open();
    const transfer = await page.page.evaluateHandle((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], "number.png", { type: "image/png" }));
      return data;
    }, [...encodePng(NUMBER)]);
    const sheet = page.page.locator("#sheet");
    await sheet.dispatchEvent("dragover", { dataTransfer: transfer });
    assert.equal(await sheet.getAttribute("class"), "sheet dropping");
    await sheet.dispatchEvent("drop", { dataTransfer: transfer });
    assert.equal(await sheet.getAttribute("class"), "sheet");
    await page.page.locator("#number button").nth(4).waitFor();
    assert.equal(await page.number(), "20926");
    await page.page.getByRole("button", { name: "Undo" }).click();
    await page.waitUntilRead();
    assert.equal(await page.state(), "empty");
    await page.close();
  },
);

Deno.test({ name: "a picture pasted from the clipboard is read", ...SHARED }, async () => {
  const page = await demo.open();
  await page.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.page.evaluate(async (bytes) => {
    const blob = new Blob([Uint8Array.from(bytes)], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
  }, [...encodePng(NUMBER)]);
  await page.page.keyboard.press("Control+v");
  await page.page.locator("#number button").nth(4).waitFor();
  assert.equal(await page.number(), "20926");
  await page.close();
});

Deno.test({
  name: "a photo of a number, unevenly lit, is read, one of 12 megapixels too",
  ...SHARED,
}, async () => {
  const page = await demo.open();
  const options = { seed: 11, height: 150, penWidth: 14, gap: 0.3, photo: true };
  const photo = drawNumber(["407", "31"], options);
  await choose(page, "photo.png", encodePng(photo));
  assert.equal(await page.number(), "407/31");
  const large = await encode(page.page, photo, "image/jpeg", 4000);
  await choose(page, "large.jpg", large);
  assert.equal(await page.number(), "407/31");
  await page.close();
});

Deno.test({ name: "a photo of lined paper is read within a second", ...SHARED }, async () => {
  const page = await demo.open();
  const lined = PAGE_KINDS.find(({ name }) => name === "ruled paper")!.draw(["20926", "4718"], 1);
  const photo = encodePng(cropPicture(lined, { left: 0, top: 0, width: 900, height: 500 }));
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.clear();
    const start = performance.now();
    await choose(page, "lined.png", photo);
    times.push(performance.now() - start);
    assert.equal(await page.number(), "20926/4718");
  }
  console.log(`  ${times.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  assert.ok(Math.min(...times) <= MAX_LINED_MS, `${times} ms`);
  await page.close();
});

Deno.test(
  { name: "page and command line make the same 28×28 of the same picture", ...SHARED },
  async () => {
    const { model } = await loadModel(DEFAULT_MODEL_DIR);
    const classify = await createClassifier(model);
    const page = await demo.open();
    const compare = async (name: string, bytes: Uint8Array, allowed: number) => {
      const { digit } = await prepareOneDigit(await decodePicture(bytes, name), classify);
      await choose(page, name, bytes);
      const seen = await page.seen();
      const largest = Math.max(...digit!.pixels.map((ink, k) => Math.abs(ink - seen[k])));
      assert.ok(largest <= allowed, `${name}: ${largest}`);
    };
    for (const [i, setting] of SETTINGS.entries()) {
      const { picture } = drawFreehandDigit(STYLES[3 * i], setting, createRandom(i));
      // A canvas keeps colours multiplied by their opacity, which rounds those of faint pixels.
      const allowed = setting.name === "transparent" ? 2 : 0;
      await compare(`${setting.name}.png`, encodePng(picture), allowed);
      if (i % 3 > 0) continue;
      const large = await encode(page.page, picture, "image/png", 1500);
      await compare(`large, ${setting.name}.png`, large, allowed);
      const jpeg = await encode(page.page, picture, "image/jpeg", 1500);
      await compare(`large, ${setting.name}.jpeg`, jpeg, MAX_JPEG_DIFFERENCE);
    }
    await page.close();
  },
);

Deno.test(
  { name: "what is no picture is refused in one sentence, and the sheet stays", ...SHARED },
  async () => {
    const page = await demo.open();
    await choose(page, "number.png", encodePng(NUMBER));
    const message = page.page.getByRole("alert");
    const broken = encodePng(NUMBER).subarray(0, 40);
    for (
      const [name, bytes] of [["notes.txt", Uint8Array.of(55)], ["broken.png", broken]] as const
    ) {
      await choose(page, name, bytes);
      assert.match(await message.innerText(), new RegExp(`^${name}: expected a PNG, JPEG or WebP`));
      assert.equal(await page.number(), "20926");
    }
    await page.page.getByRole("button", { name: "Clear" }).click();
    await page.waitUntilRead();
    assert.equal(await message.innerText(), "");
    await page.close();
  },
);

Deno.test(
  { name: "text and several files, dropped or pasted, are refused in one sentence", ...SHARED },
  async () => {
    const page = await demo.open();
    const message = page.page.getByRole("alert");
    for (const [type, fileCount] of [["drop", 0], ["paste", 0], ["drop", 2]] as const) {
      await page.page.evaluate(({ type, fileCount }) => {
        const data = new DataTransfer();
        if (fileCount === 0) data.setData("text/plain", "5");
        for (let i = 0; i < fileCount; i++) data.items.add(new File(["5"], `${i}.png`));
        const event = type === "drop"
          ? new DragEvent("drop", { dataTransfer: data, bubbles: true })
          : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
        document.body.dispatchEvent(event);
      }, { type, fileCount });
      const given = fileCount === 0 ? "something else" : `${fileCount} files`;
      await message.getByText(`Expected one picture to ${type}, got ${given}.`).waitFor();
    }
    await page.close();
  },
);

async function choose(page: DemoPage, name: string, bytes: Uint8Array): Promise<void> {
  const input = page.page.locator("#file");
  await input.setInputFiles({ name, mimeType: mimeTypeOf(name), buffer: Buffer.from(bytes) });
  // The page empties its input when it is done with the file.
  await page.page.waitForFunction(
    () => document.querySelector<HTMLInputElement>("#file")!.files!.length === 0,
  );
  await page.waitUntilRead();
}

function mimeTypeOf(name: string): string {
  return name.endsWith(".txt") ? "text/plain" : `image/${name.replace(/^.*\./, "")}`;
}

function encodePng({ width, height, data }: Picture): Uint8Array {
  const png = new PNG({ width, height });
  png.data.set(data);
  return PNG.sync.write(png);
}

/** Encodes a picture by the browser, enlarged to a width if one is given. */
async function encode(page: Page, picture: Picture, type: string, width = picture.width) {
  const bytes = await page.evaluate(async ({ png, type, width }) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(png)]));
    const canvas = new OffscreenCanvas(width, Math.round(bitmap.height * width / bitmap.width));
    canvas.getContext("2d")!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type, quality: 0.9 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, { png: [...encodePng(picture)], type, width });
  return Uint8Array.from(bytes);
}
