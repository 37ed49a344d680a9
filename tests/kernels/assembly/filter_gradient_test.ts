import { VALUE_BYTES } from "../../../lib/kernels/module.ts";
import { assertClose, drawImages, testBuilds } from "../kernel_memory.ts";
import { type ConvolutionShape, convolveWeightGradient } from "../formulas.ts";

/** Channels, kernel rows and columns, outputs, size of the output. */
const SHAPES: Record<string, [number, number, number, number, number]> = {
  "C1": [1, 5, 5, 6, 28],
  "C3": [6, 5, 5, 16, 10],
  "one channel, one output": [1, 3, 3, 1, 4],
  "three channels, seven outputs": [3, 4, 4, 7, 3],
  "seven channels, two outputs": [7, 1, 2, 2, 5],
  "four taps in a row": [4, 2, 1, 5, 2],
};

for (const [name, [channels, kernelHeight, kernelWidth, outputs, size]] of Object.entries(SHAPES)) {
  testBuilds(`addFilterGradient() agrees with the plain sum to 1e-5: ${name}`, (memory) => {
    const shape: ConvolutionShape = {
      ...{ height: size + kernelHeight - 1, width: size + kernelWidth - 1, channels, outputs },
      ...{ kernelHeight, kernelWidth, padTop: 0, padLeft: 0, outHeight: size, outWidth: size },
    };
    const inputs = drawImages(shape.height * shape.width * channels);
    const gradients = drawImages(size * size * outputs, { seed: 2 });
    const weights = kernelHeight * kernelWidth * channels * outputs;
    const into = memory.reserve(weights, 1);
    const input = memory.putBlock(inputs), gradient = memory.putBlock(gradients);
    const pixel = channels * VALUE_BYTES, row = shape.width * pixel;
    const run = kernelWidth * channels;
    for (let ky = 0; ky < kernelHeight; ky++) {
      // deno-fmt-ignore
      memory.kernels.addFilterGradient(input + ky * row, gradient, into + ky * run * outputs * 4, run,
        outputs, size, size, row, pixel, size * outputs * VALUE_BYTES, outputs * VALUE_BYTES);
    }
    // It adds to what is there.
    const wanted = convolveWeightGradient(inputs, gradients, shape).map((value) => value + 1);
    assertClose(memory.read(into, weights), wanted);
  });
}

testBuilds("addFilterGradient() sums a dense layer over blocks, to 1e-5", (memory) => {
  const inputs = 13, outputs = 7, blocks = 3;
  const images = drawImages(inputs, { count: 8 * blocks });
  const gradients = drawImages(outputs, { count: 8 * blocks, seed: 2 });
  const join = (all: Float32Array[]) =>
    Array.from({ length: 8 }, (_, lane) =>
      Float32Array.from(
        Array.from({ length: blocks }, (_, block) => [...all[block * 8 + lane]]).flat(),
      ));
  const into = memory.reserve(inputs * outputs);
  // deno-fmt-ignore
  memory.kernels.addFilterGradient(memory.putBlock(join(images)), memory.putBlock(join(gradients)), into,
    inputs, outputs, blocks, 1, inputs * VALUE_BYTES, inputs * VALUE_BYTES, outputs * VALUE_BYTES,
    outputs * VALUE_BYTES);
  const wanted = new Float64Array(inputs * outputs);
  images.forEach((image, n) =>
    wanted.forEach((_, at) =>
      wanted[at] += image[Math.floor(at / outputs)] * gradients[n][at % outputs]
    )
  );
  assertClose(memory.read(into, wanted.length), wanted);
});

testBuilds("addFilterGradient() adds nothing where there are no rows or no columns", (memory) => {
  const into = memory.reserve(6, 2), input = memory.reserve(8, 1), gradient = memory.reserve(48, 1);
  for (const [rows, columns] of [[0, 1], [1, 0], [-2, 3]]) {
    // deno-fmt-ignore
    memory.kernels.addFilterGradient(input, gradient, into, 1, 6, rows, columns, 0, VALUE_BYTES, 0, 192);
  }
  assertClose(memory.read(into, 6), new Float32Array(6).fill(2));
});
