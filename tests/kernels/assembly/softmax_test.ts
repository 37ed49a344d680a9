import assert from "node:assert/strict";
import { assertClose, drawImages, testBuilds } from "../kernel_memory.ts";

function softmax(logits: ArrayLike<number>): number[] {
  const values = Array.from(logits), top = Math.max(...values);
  const powers = values.map((v) => Math.exp(v - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

for (const classes of [1, 2, 7, 10]) {
  testBuilds(`softmax() of ${classes} classes agrees with the plain formula to 1e-6`, (memory) => {
    const images = drawImages(classes);
    const block = memory.putBlock(images);
    memory.kernels.softmax(block, classes);
    memory.readBlock(block, classes).forEach((got, lane) =>
      assertClose(got, softmax(images[lane]), { tolerance: 1e-6 })
    );
  });
}

testBuilds("softmax() stands logits far apart and all equal", (memory) => {
  const images = [[1e4, -1e4, 0], [5, 5, 5], [-1e30, -1e30, -1e30], [1e30, 0, -1e30]];
  const block = memory.putBlock(images);
  memory.kernels.softmax(block, 3);
  const got = memory.readBlock(block, 3);
  images.forEach((logits, lane) => assertClose(got[lane], softmax(logits), { tolerance: 1e-6 }));
});

for (const smoothing of [0, 0.1]) {
  for (const lanes of [1, 5, 8]) {
    testBuilds(
      `softmaxGradient() of ${lanes} lanes, smoothing ${smoothing}, agrees to 1e-6`,
      (memory) => {
        const classes = 10, weight = 1 / 13;
        const images = drawImages(classes), labels = Uint8Array.of(3, 0, 9, 1, 7, 7, 2, 5);
        const logits = memory.putBlock(images), results = memory.reserve(24);
        // deno-fmt-ignore
        memory.kernels.softmaxGradient(logits, memory.putBytes(labels), classes, lanes, weight, smoothing,
        results);
        const gradients = memory.readBlock(logits, classes);
        const sums = memory.read(results, 8), margins = memory.read(results + 32, 8);
        const predicted = memory.readInts(results + 64, 8);
        images.forEach((image, lane) => {
          if (lane >= lanes) return assert.deepEqual([...gradients[lane]], Array(classes).fill(0));
          const probabilities = softmax(image), label = labels[lane];
          const wanted = probabilities.map((p, i) =>
            weight * (p - smoothing / classes - (i === label ? 1 - smoothing : 0))
          );
          assertClose(gradients[lane], wanted, { tolerance: 1e-6, what: `lane ${lane}` });
          const loss = Math.log(sums[lane]) - margins[lane];
          assertClose([loss], [-Math.log(probabilities[label])], { tolerance: 1e-5 });
          assert.equal(predicted[lane], probabilities.indexOf(Math.max(...probabilities)));
        });
      },
    );
  }
}

testBuilds("softmaxGradient() lets NaN through instead of hiding it", (memory) => {
  const logits = memory.putBlock([[0, NaN, 0], [1, 2, 3]]), results = memory.reserve(24);
  memory.kernels.softmaxGradient(
    logits,
    memory.putBytes([0, 2, 0, 0, 0, 0, 0, 0]),
    3,
    2,
    1,
    0,
    results,
  );
  const sums = memory.read(results, 8);
  assert.ok(Number.isNaN(sums[0]));
  assert.ok(Number.isFinite(sums[1]));
});
