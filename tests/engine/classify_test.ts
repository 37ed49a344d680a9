import assert from "node:assert/strict";
import { DIGIT_PIXELS } from "../../lib/dataset/digits.ts";
import { classify } from "../../lib/engine/classify.ts";
import { tf } from "../../lib/model/backend.ts";
import { createLenet5 } from "../../lib/model/lenet5.ts";
import { createRandom } from "../../lib/random.ts";

function drawNoise(count: number): Uint8Array {
  const random = createRandom(count);
  return Uint8Array.from({ length: count * DIGIT_PIXELS }, () => random.nextInt(256));
}

Deno.test("classify() gives a digit the same probabilities whatever it is classified with", async () => {
  const model = createLenet5({ seed: 2 });
  const images = drawNoise(501);
  const all = await classify(model, images);
  assert.equal(all.length, 5010);
  for (const index of [0, 249, 250, 500]) {
    const alone = await classify(
      model,
      images.subarray(index * DIGIT_PIXELS, (index + 1) * DIGIT_PIXELS),
    );
    alone.forEach((probability, digit) =>
      assert.ok(Math.abs(probability - all[index * 10 + digit]) < 1e-6, `digit ${index}`)
    );
  }
  model.dispose();
});

Deno.test("classify() takes no digits at all, and leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  const model = createLenet5();
  assert.equal((await classify(model, new Uint8Array())).length, 0);
  await classify(model, drawNoise(3));
  model.dispose();
  assert.equal(tf.memory().numTensors, before);
});
