import assert from "node:assert/strict";
import { assertClose, drawImages, type KernelMemory, testBuilds } from "../kernel_memory.ts";

/** Count, mean and squared deviations of each channel over the first `lanes` images. */
function measure(images: Float32Array[], channels: number): Float64Array {
  const triples = Array.from({ length: channels }, (_, channel) => {
    const values = images.flatMap((image) => [...image].filter((_, i) => i % channels === channel));
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    return [values.length, mean, values.reduce((sum, v) => sum + (v - mean) ** 2, 0)];
  });
  return Float64Array.from(triples.flat());
}

function addMoments(
  memory: KernelMemory,
  images: Float32Array[],
  channels: number,
  moments: number,
) {
  // What is in lanes without an image must not count.
  const block = memory.putBlock(images, 1e6);
  memory.kernels.addMoments(block, images[0].length / channels, channels, images.length, moments);
}

for (const channels of [1, 2, 5, 6]) {
  for (const lanes of [1, 4, 5, 8]) {
    testBuilds(
      `addMoments() of ${channels} channels, ${lanes} lanes agrees with the plain sums to 1e-5`,
      (memory) => {
        const images = drawImages(9 * channels, { count: lanes });
        const moments = memory.putDoubles(new Float64Array(3 * channels));
        addMoments(memory, images, channels, moments);
        assertClose(memory.readDoubles(moments, 3 * channels), measure(images, channels));
      },
    );
  }
}

testBuilds("addMoments() merges blocks, a ragged one among them, to 1e-5", (memory) => {
  const first = drawImages(21, { seed: 1 }), second = drawImages(21, { count: 3, seed: 2 });
  const moments = memory.putDoubles(new Float64Array(9));
  for (const images of [first, second]) addMoments(memory, images, 3, moments);
  assertClose(memory.readDoubles(moments, 9), measure([...first, ...second], 3));
});

testBuilds(
  "addMoments() loses nothing to a mean a thousand times the deviation, 1e-3",
  (memory) => {
    const images = drawImages(64).map((image) => image.map((v) => 1000 + v));
    const moments = memory.putDoubles(new Float64Array(3));
    addMoments(memory, images, 1, moments);
    const [, , deviations] = memory.readDoubles(moments, 3);
    const [, , wanted] = measure(images, 1);
    assert.ok(Math.abs(deviations / wanted - 1) < 1e-3, `${deviations}, ${wanted}`);
  },
);

testBuilds("addMoments() finds no deviation in equal values", (memory) => {
  const images = Array.from({ length: 8 }, () => new Float32Array(50).fill(0.1));
  const moments = memory.putDoubles(new Float64Array(3));
  for (let block = 0; block < 3; block++) addMoments(memory, images, 1, moments);
  const [count, mean, deviations] = memory.readDoubles(moments, 3);
  assert.deepEqual([count, Math.fround(mean), deviations], [1200, Math.fround(0.1), 0]);
});
