import assert from "node:assert/strict";
import { VALUE_BYTES } from "../../../lib/kernels/module.ts";
import { type KernelMemory, testBuilds } from "../kernel_memory.ts";

const HEIGHT = 6, WIDTH = 7, CHANNELS = 2;

/** Bounds of a block whose first rows' ends hold something that does not belong to the picture. */
function findBounds(memory: KernelMemory, spots: [y: number, x: number, channel: number][]) {
  const rowValues = (WIDTH + 1) * CHANNELS;
  const images = Array.from({ length: 8 }, () => new Float32Array(HEIGHT * rowValues));
  for (const image of images) {
    for (let y = 0; y < HEIGHT; y++) image[y * rowValues + WIDTH * CHANNELS] = NaN;
  }
  spots.forEach(([y, x, channel], i) => {
    images[(3 * i + 7) % 8][y * rowValues + x * CHANNELS + channel] = i % 2 ? -1e-30 : 0.5;
  });
  const result = memory.putBytes(new Uint8Array(16).fill(255));
  memory.kernels.findBounds(
    memory.putBlock(images),
    ...[HEIGHT, WIDTH, CHANNELS, rowValues * VALUE_BYTES, result] as const,
  );
  return [...memory.readInts(result, 4)];
}

testBuilds("findBounds() of one value in one image is that pixel", (memory) => {
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      assert.deepEqual(findBounds(memory, [[y, x, (x + y) % CHANNELS]]), [y, x, 1, 1]);
    }
  }
});

testBuilds("findBounds() holds the ink of all images and channels", (memory) => {
  assert.deepEqual(findBounds(memory, [[4, 1, 0], [1, 3, 1], [2, 5, 0]]), [1, 1, 4, 5]);
  assert.deepEqual(findBounds(memory, [[0, 6, 1], [5, 0, 0]]), [0, 0, 6, 7]);
  assert.deepEqual(findBounds(memory, [[3, 4, 0], [3, 2, 1]]), [3, 2, 1, 3]);
});

testBuilds("findBounds() of blank pictures is empty; a negative zero is blank", (memory) => {
  assert.deepEqual(findBounds(memory, []), [0, 0, 0, 0]);
  const result = memory.putBytes(new Uint8Array(16).fill(255));
  memory.kernels.findBounds(memory.reserve(4 * 8, -0), 2, 2, 1, 2 * VALUE_BYTES, result);
  assert.deepEqual([...memory.readInts(result, 4)], [0, 0, 0, 0]);
});
