import assert from "node:assert/strict";
import { drawImages, drawValues, testBuilds } from "../kernel_memory.ts";

for (const [taps, inputs, outputs] of [[1, 4, 8], [25, 6, 16], [9, 3, 5], [1, 1, 7], [4, 13, 1]]) {
  testBuilds(`flipWeights() turns ${taps} taps of ${inputs}×${outputs} round`, (memory) => {
    const weights = drawValues(taps * inputs * outputs), flipped = memory.reserve(weights.length);
    memory.kernels.flipWeights(memory.put(weights), flipped, taps, inputs, outputs);
    const wanted = weights.map((_, at) => {
      const i = at % inputs, o = Math.floor(at / inputs) % outputs;
      const tap = taps - 1 - Math.floor(at / inputs / outputs);
      return weights[(tap * inputs + i) * outputs + o];
    });
    assert.deepEqual(memory.read(flipped, weights.length), wanted);
  });
}

testBuilds(
  "interleave() and deinterleave() carry images in and out of lanes, missing ones as zero",
  (memory) => {
    for (const count of [1, 5, 8]) {
      const values = 7, step = 11;
      const images = drawImages(step, { count });
      const from = memory.put(images.flatMap((image) => [...image]));
      const block = memory.reserve(values * 8, NaN), back = memory.reserve(values * count);
      memory.kernels.interleave(from, block, values, count, step * 4);
      memory.readBlock(block, values).forEach((got, lane) =>
        assert.deepEqual(
          got,
          lane < count ? images[lane].slice(0, values) : new Float32Array(values),
        )
      );
      memory.kernels.deinterleave(block, back, values, count);
      const wanted = images.flatMap((image) => [...image.slice(0, values)]);
      assert.deepEqual([...memory.read(back, values * count)], wanted);
    }
  },
);

testBuilds("clearLanes() clears the lanes from a count on, and no other", (memory) => {
  const images = drawImages(5);
  for (const count of [0, 3, 8]) {
    const block = memory.putBlock(images);
    memory.kernels.clearLanes(block, 5, count);
    memory.readBlock(block, 5).forEach((got, lane) =>
      assert.deepEqual(got, lane < count ? images[lane] : new Float32Array(5))
    );
  }
});
