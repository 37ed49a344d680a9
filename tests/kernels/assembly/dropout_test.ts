import assert from "node:assert/strict";
import { type KernelMemory, testBuilds } from "../kernel_memory.ts";

const VALUES = 500;

/** Which values of eight images are kept, image by image. */
function drop(
  memory: KernelMemory,
  { rate = 0.25, seed = 7, firstImage = 0, values = VALUES } = {},
): boolean[][] {
  const block = memory.reserve(values * 8, 1), scale = 1 / (1 - rate);
  memory.kernels.dropValues(block, values, rate * 2 ** 32, scale, seed, firstImage);
  return memory.readBlock(block, values).map((image) =>
    Array.from(image, (value) => {
      assert.ok(value === 0 || value === Math.fround(scale), `${value}`);
      return value !== 0;
    })
  );
}

const countKept = (images: boolean[][]) => images.flat().filter(Boolean).length;

testBuilds("dropValues() drops the share it is told, within four standard deviations", (memory) => {
  for (const rate of [0.05, 0.25, 0.5, 0.9]) {
    const count = 8 * VALUES, kept = countKept(drop(memory, { rate, seed: 3 }));
    const deviation = Math.sqrt(count * rate * (1 - rate));
    assert.ok(Math.abs(kept - count * (1 - rate)) < 4 * deviation, `rate ${rate}: kept ${kept}`);
  }
});

testBuilds("dropValues() gives an image the same mask in whatever lane it rides", (memory) => {
  const together = drop(memory, { firstImage: 16 });
  for (const shift of [1, 3, 4, 7]) {
    const shifted = drop(memory, { firstImage: 16 - shift });
    assert.deepEqual(shifted.slice(shift), together.slice(0, 8 - shift));
  }
});

testBuilds("dropValues() draws masks that have nothing to do with each other", (memory) => {
  const [first, ...others] = drop(memory, { rate: 0.5 });
  const masks = [...others, drop(memory, { rate: 0.5, seed: 8 })[0]];
  // Neighbouring values, too.
  masks.push([...first.slice(1), first[0]]);
  for (const mask of masks) {
    const agreements = mask.filter((kept, i) => kept === first[i]).length;
    const deviation = Math.sqrt(VALUES) / 2;
    assert.ok(Math.abs(agreements - VALUES / 2) < 4 * deviation, `${agreements} of ${VALUES}`);
  }
});

testBuilds("dropValues() at rate 0 changes nothing", (memory) => {
  assert.equal(countKept(drop(memory, { rate: 0 })), 8 * VALUES);
});
