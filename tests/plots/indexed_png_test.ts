import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import { encodeIndexedPng } from "../../lib/plots/indexed_png.ts";
import { createRandom } from "../../lib/random.ts";

const decode = (png: Uint8Array) => PNG.sync.read(Buffer.from(png));

const WHITE = [255, 255, 255, 255], BLACK = [0, 0, 0, 255], BLUE = [0, 114, 178, 255];

Deno.test("encodeIndexedPng() keeps colours that are far apart exactly", () => {
  const random = createRandom(7);
  const pixels = Uint8Array.from(
    Array.from({ length: 64 * 48 }, () => [WHITE, BLACK, BLUE][random.nextInt(3)]).flat(),
  );
  const { width, height, data } = decode(encodeIndexedPng(pixels, 64, 48));
  assert.deepEqual([width, height], [64, 48]);
  assert.deepEqual(new Uint8Array(data), pixels);
});

Deno.test("encodeIndexedPng() shifts shades by less than eight steps", () => {
  const greys = Uint8Array.from({ length: 4 * 256 }, (_, i) => (i & 3) === 3 ? 255 : i >> 2);
  const { data } = decode(encodeIndexedPng(greys, 16, 16));
  const errors = greys.map((value, i) => Math.abs(value - data[i]));
  assert.ok(Math.max(...errors) < 8, `off by ${Math.max(...errors)}`);
});

Deno.test("encodeIndexedPng() keeps a faint line beside thousands of rare shades", () => {
  const random = createRandom(9);
  const faint = 233, width = 400, height = 300;
  const pixels = new Uint8Array(4 * width * height).fill(255);
  for (let i = 0; i < 600; i++) {
    for (let k = 0; k < 3; k++) pixels[4 * i + k] = random.nextInt(256);
  }
  const line = 4 * width * 100;
  for (let i = 0; i < width; i++) pixels.fill(faint, line + 4 * i, line + 4 * i + 3);
  const { data } = decode(encodeIndexedPng(pixels, width, height));
  assert.equal(data[line], faint);
  assert.equal(data[line + 4 * width], 255);
});

Deno.test("encodeIndexedPng() makes do with 256 colours where there are thousands", () => {
  const random = createRandom(8);
  const pixels = Uint8Array.from(
    { length: 4 * 64 * 64 },
    (_, i) => (i & 3) === 3 ? 255 : random.nextInt(256),
  );
  const { data } = decode(encodeIndexedPng(pixels, 64, 64));
  assert.ok(new Set(new Uint32Array(data.buffer, data.byteOffset, 64 * 64)).size <= 256);
  const errors = pixels.map((value, i) => Math.abs(value - data[i]));
  assert.ok(Math.max(...errors) < 64, `off by ${Math.max(...errors)}`);
});

Deno.test("encodeIndexedPng() encodes a single pixel", () => {
  const { width, height, data } = decode(encodeIndexedPng(Uint8Array.of(1, 2, 3, 255), 1, 1));
  assert.deepEqual([width, height, ...data], [1, 1, 1, 2, 3, 255]);
});
