import assert from "node:assert/strict";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { compileModel } from "../../lib/inference/classify.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { createRandom } from "../../lib/random.ts";

const COUNT = 19; // two full blocks of eight and a ragged one
const random = createRandom(4);
const IMAGES = Uint8Array.from({ length: COUNT * IMAGE_PIXELS }, () => random.nextInt(256));

Deno.test("embed() gives for many images what inspect() gives for each", async () => {
  const model = createLenet5({ seed: 3 });
  const classifier = await compileModel(model);
  const sizes = [14 * 14 * 6, 5 * 5 * 16, 120, 84, 10];
  for (const [index, size] of sizes.entries()) {
    const embeddings = classifier.embed(IMAGES, index);
    assert.equal(embeddings.length, COUNT * size);
    for (let i = 0; i < COUNT; i++) {
      const image = IMAGES.subarray(i * IMAGE_PIXELS, (i + 1) * IMAGE_PIXELS);
      const { values } = classifier.inspect(image).stages[index].pooled;
      assert.deepEqual(embeddings.subarray(i * size, (i + 1) * size), values);
    }
  }
});

Deno.test("inspect() shows S2 as the largest of each 2×2 pixels of C1", async () => {
  const model = createLenet5({ seed: 3 });
  const { stages } = (await compileModel(model)).inspect(IMAGES.subarray(0, IMAGE_PIXELS));
  const { activation: c1, pooled: s2 } = stages[0];
  assert.deepEqual([c1.height, c1.width, s2.height, s2.width], [28, 28, 14, 14]);
  const at = (row: number, column: number, map: number) => c1.values[(row * 28 + column) * 6 + map];
  s2.values.forEach((value, i) => {
    const map = i % 6, row = 2 * Math.floor(i / 84), column = 2 * (Math.floor(i / 6) % 14);
    const pixels = [[0, 0], [0, 1], [1, 0], [1, 1]].map(([y, x]) => at(row + y, column + x, map));
    assert.equal(value, Math.max(...pixels));
  });
});
