import { VALUE_BYTES } from "../../../lib/kernels/module.ts";
import {
  assertClose,
  drawImages,
  drawValues,
  type KernelMemory,
  testBuilds,
} from "../kernel_memory.ts";
import { type ConvolutionShape, convolve, convolveInputGradient } from "../formulas.ts";

const square = (size: number, channels: number, kernel: number, outputs: number, pad = 0) => {
  const out = size + 2 * pad - kernel + 1;
  return {
    ...{ height: size, width: size, channels, outputs, kernelHeight: kernel, kernelWidth: kernel },
    ...{ padTop: pad, padLeft: pad, outHeight: out, outWidth: out },
  };
};

/** LeNet-5's own shapes, and others that divide by nothing. */
const SHAPES: Record<string, ConvolutionShape> = {
  "C1": square(28, 1, 5, 6, 2),
  "C3": square(14, 6, 5, 16),
  "C5": square(1, 400, 1, 120),
  "one output": square(6, 3, 3, 1, 1),
  "seven outputs": square(5, 5, 4, 7),
  "eleven outputs, kernel as large as the picture": square(3, 2, 3, 11),
  "even kernel, padding on one side": {
    ...square(7, 3, 4, 5),
    ...{ padTop: 1, padLeft: 1, outHeight: 7, outWidth: 7 },
  },
  "oblong": {
    ...{ height: 4, width: 9, channels: 2, kernelHeight: 1, kernelWidth: 6, outputs: 3 },
    ...{ padTop: 0, padLeft: 2, outHeight: 4, outWidth: 8 },
  },
};

function runConvolution(memory: KernelMemory, shape: ConvolutionShape, extraColumns: number) {
  const { height, width, channels, kernelHeight, kernelWidth, outputs } = shape;
  const images = drawImages(height * width * channels);
  const weights = drawValues(kernelHeight * kernelWidth * channels * outputs);
  // Rows may be longer than the picture is wide: what is there must not be read.
  const rowValues = (width + extraColumns) * channels;
  const field = memory.putBlock(images.map((image) => widen(image, width * channels, rowValues)));
  const outValues = shape.outHeight * shape.outWidth * outputs;
  const output = memory.reserve(outValues * 8, NaN);
  // deno-fmt-ignore
  memory.kernels.convolve(field, memory.put(weights), output, height, width, channels,
    rowValues * VALUE_BYTES, kernelHeight, kernelWidth, outputs, shape.padTop, shape.padLeft,
    shape.outHeight, shape.outWidth);
  memory.readBlock(output, outValues).forEach((got, lane) =>
    assertClose(got, convolve(images[lane], weights, shape), { what: `lane ${lane}` })
  );
}

function widen(image: Float32Array, from: number, to: number): Float32Array {
  const rows = image.length / from;
  return Float32Array.from({ length: rows * to }, (_, i) => {
    const column = i % to;
    return column < from ? image[Math.floor(i / to) * from + column] : NaN;
  });
}

for (const [name, shape] of Object.entries(SHAPES)) {
  testBuilds(`convolve() agrees with the plain sum to 1e-5: ${name}`, (memory) => {
    runConvolution(memory, shape, 0);
    runConvolution(memory, shape, 3);
  });

  testBuilds(`convolve() with flipWeights() is the input's gradient to 1e-5: ${name}`, (memory) => {
    const { kernelHeight, kernelWidth, channels, outputs, outHeight, outWidth } = shape;
    const weights = drawValues(kernelHeight * kernelWidth * channels * outputs);
    const gradients = drawImages(outHeight * outWidth * outputs);
    const flipped = memory.reserve(weights.length, NaN);
    const values = shape.height * shape.width * channels;
    const output = memory.reserve(values * 8, NaN);
    const taps = kernelHeight * kernelWidth;
    memory.kernels.flipWeights(memory.put(weights), flipped, taps, channels, outputs);
    // deno-fmt-ignore
    memory.kernels.convolve(memory.putBlock(gradients), flipped, output, outHeight, outWidth, outputs,
      outWidth * outputs * VALUE_BYTES, kernelHeight, kernelWidth, channels,
      kernelHeight - 1 - shape.padTop, kernelWidth - 1 - shape.padLeft, shape.height, shape.width);
    memory.readBlock(output, values).forEach((got, lane) =>
      assertClose(got, convolveInputGradient(weights, gradients[lane], shape), {
        what: `lane ${lane}`,
      })
    );
  });
}

testBuilds("convolve() gives 0 where the window does not reach the input", (memory) => {
  const shape = { ...square(2, 3, 3, 7), padTop: 5, padLeft: 4, outHeight: 9, outWidth: 8 };
  runConvolution(memory, shape, 0);
  const nothing = memory.reserve(0), output = memory.reserve(4 * 7 * 8, NaN);
  // deno-fmt-ignore
  memory.kernels.convolve(nothing, memory.put(drawValues(9 * 3 * 7)), output, 0, 0, 3, 0, 3, 3, 7, 1, 1,
    2, 2);
  assertClose(memory.read(output, 4 * 7 * 8), new Float32Array(4 * 7 * 8));
});

for (const [inputs, outputs] of [[9, 5], [10, 9], [3, 1], [1, 7], [5, 10]]) {
  testBuilds(`mapAxis() multiplies ${inputs} by ${outputs} along an axis, to 1e-5`, (memory) => {
    const rows = 3, values = 4;
    // Row by row, axis by axis: [rows, inputs, values] to [outputs, rows, values].
    const images = drawImages(rows * inputs * values), matrix = drawValues(inputs * outputs);
    const wanted = images.map((image) =>
      Float64Array.from({ length: outputs * rows * values }, (_, at) => {
        const value = at % values, row = Math.floor(at / values) % rows;
        const o = Math.floor(at / values / rows);
        let sum = 0;
        for (let i = 0; i < inputs; i++) {
          sum += image[(row * inputs + i) * values + value] * matrix[i * outputs + o];
        }
        return sum;
      })
    );
    const input = memory.putBlock(images), matrixAt = memory.put(matrix);
    const output = memory.reserve(outputs * rows * values * 8);
    const run = (accumulate: boolean) =>
      // deno-fmt-ignore
      memory.kernels.mapAxis(input, matrixAt, output, inputs, outputs, values * VALUE_BYTES,
        rows * values * VALUE_BYTES, rows, inputs * values * VALUE_BYTES, values * VALUE_BYTES, values,
        accumulate);
    for (const [accumulate, factor] of [[false, 1], [true, 2], [false, 1]] as const) {
      run(accumulate);
      memory.readBlock(output, outputs * rows * values).forEach((got, lane) =>
        assertClose(got, wanted[lane].map((v) => v * factor), { what: `lane ${lane}` })
      );
    }
  });
}
