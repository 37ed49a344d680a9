import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import { encodeIndexedPng } from "../../lib/plots/indexed_png.ts";
import { createRandom } from "../../lib/random.ts";

function randomPixels(count: number, colors: number): Uint8Array {
  const random = createRandom(7);
  const palette = Array.from({ length: colors }, () => [0, 0, 0].map(() => random.nextInt(256)));
  return Uint8Array.from(
    Array.from({ length: count }, () => [...palette[random.nextInt(colors)], 255]).flat(),
  );
}

const decode = (png: Uint8Array) => PNG.sync.read(Buffer.from(png));

Deno.test("encodeIndexedPng() keeps 256 colours exactly", () => {
  const pixels = randomPixels(64 * 48, 256);
  const { width, height, data } = decode(encodeIndexedPng(pixels, 64, 48));
  assert.deepEqual([width, height], [64, 48]);
  assert.deepEqual(new Uint8Array(data), pixels);
});

Deno.test("encodeIndexedPng() rounds slightly where there are more than 256 colours", () => {
  const shades = Uint8Array.from({ length: 4 * 1024 }, (_, i) => {
    const pixel = i >> 2;
    return [pixel & 255, pixel >> 2, 128, 255][i & 3];
  });
  const { data } = decode(encodeIndexedPng(shades, 32, 32));
  const errors = shades.map((value, i) => Math.abs(value - data[i]));
  assert.ok(Math.max(...errors) <= 31, `off by ${Math.max(...errors)}`);
  assert.ok(new Set(new Uint32Array(data.buffer, data.byteOffset, 1024)).size <= 256);
});

Deno.test("encodeIndexedPng() encodes a single pixel", () => {
  const { width, height, data } = decode(encodeIndexedPng(Uint8Array.of(1, 2, 3, 255), 1, 1));
  assert.deepEqual([width, height, ...data], [1, 1, 1, 2, 3, 255]);
});
