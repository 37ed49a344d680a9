import assert from "node:assert/strict";
import { VALUE_BYTES } from "../../../lib/kernels/module.ts";
import {
  assertClose,
  drawImages,
  drawValues,
  type KernelMemory,
  testBuilds,
} from "../kernel_memory.ts";
import { ACTIVATIONS } from "../formulas.ts";

interface Case {
  height: number;
  width: number;
  channels: number;
  poolHeight: number;
  poolWidth: number;
  average: boolean;
  kind: number;
}

/** Pooling windows and picture sizes: with and without a remainder, one channel and several. */
const SIZES = [[1, 1, 3, 3, 5], [2, 2, 4, 6, 2], [2, 2, 5, 7, 3], [3, 2, 7, 5, 1], [5, 5, 5, 5, 7]];

/** All activations on one size. */
const CASES = SIZES.flatMap(([poolHeight, poolWidth, height, width, channels]) =>
  [true, false].map((average) => ({
    name: `${average ? "average" : "maximum"} of ${poolHeight}×${poolWidth}, ` +
      `[${height}, ${width}, ${channels}]`,
    shapes: ACTIVATIONS.map((_, kind): Case => ({
      ...{ height, width, channels, poolHeight, poolWidth, average, kind },
    })),
  }))
);

/** The windows that are whole: index of each output, and its inputs. */
function listWindows({ height, width, channels, poolHeight, poolWidth }: Case): number[][] {
  const windows: number[][] = [];
  for (let y = 0; y + poolHeight <= height; y += poolHeight) {
    for (let x = 0; x + poolWidth <= width; x += poolWidth) {
      for (let c = 0; c < channels; c++) {
        windows.push(
          Array.from({ length: poolHeight * poolWidth }, (_, i) => {
            const row = y + Math.floor(i / poolWidth), column = x + i % poolWidth;
            return (row * width + column) * channels + c;
          }),
        );
      }
    }
  }
  return windows;
}

/** What a stage is made of: sums, gradient of its outputs, and its numbers by channel. */
function drawStage(shape: Case) {
  const { height, width, channels } = shape;
  const windows = listWindows(shape);
  const image = drawImages(height * width * channels),
    dOut = drawImages(windows.length, { seed: 2 });
  const perChannel = (seed: number) => drawValues(channels, seed);
  return {
    ...{ image, dOut, windows, scale: perChannel(11), shift: perChannel(12) },
    ...{ mean: perChannel(13), slope: perChannel(14), offset: perChannel(15) },
  };
}

type StageNumbers = ReturnType<typeof drawStage>;

/** Gradient at scale · z + shift of one image, before batch normalisation has its say. */
function differentiate(shape: Case, stage: StageNumbers, lane: number): Float64Array {
  const { scale, shift } = stage, { slope } = ACTIVATIONS[shape.kind];
  const z = stage.image[lane], gradient = new Float64Array(z.length);
  const argument = (i: number) => scale[i % shape.channels] * z[i] + shift[i % shape.channels];
  stage.windows.forEach((window, at) => {
    const d = stage.dOut[lane][at];
    if (shape.average) {
      for (const i of window) gradient[i] = d * slope(argument(i)) / window.length;
    } else {
      const best = window.reduce((top, i) => (argument(i) > argument(top) ? i : top));
      gradient[best] = d * slope(argument(best));
    }
  });
  return gradient;
}

function place(memory: KernelMemory, stage: StageNumbers) {
  return {
    z: memory.putBlock(stage.image),
    dOut: memory.putBlock(stage.dOut),
    scale: memory.put(stage.scale),
    shift: memory.put(stage.shift),
    mean: memory.put(stage.mean),
    slope: memory.put(stage.slope),
    offset: memory.put(stage.offset),
  };
}

function checkActivate(memory: KernelMemory, shape: Case): void {
  const { height, width, channels, poolHeight, poolWidth, average, kind } = shape;
  const stage = drawStage(shape), at = place(memory, stage);
  // Rows of the output lie in a wider field.
  const rowValues = Math.floor(width / poolWidth) * channels,
    fieldValues = rowValues + 2 * channels;
  const values = Math.floor(height / poolHeight) * fieldValues;
  const out = memory.reserve(values * 8, 99);
  // deno-fmt-ignore
  memory.kernels.activate(at.z, out, at.scale, at.shift, height, width, channels, poolHeight, poolWidth,
    average, kind, fieldValues * VALUE_BYTES);
  memory.readBlock(out, values).forEach((field, lane) => {
    const wanted = new Float64Array(values).fill(99);
    stage.windows.forEach((window, index) => {
      const to = Math.floor(index / rowValues) * fieldValues + index % rowValues;
      wanted[to] = pool(window.map((i) => activateOne(shape, stage, { lane, i })), average);
    });
    assertClose(field, wanted, {
      tolerance: 1e-6,
      what: `${ACTIVATIONS[kind].name}, lane ${lane}`,
    });
  });
}

function activateOne(
  { channels, kind }: Case,
  { scale, shift, image }: StageNumbers,
  { lane, i }: { lane: number; i: number },
): number {
  return ACTIVATIONS[kind].of(scale[i % channels] * image[lane][i] + shift[i % channels]);
}

const pool = (values: number[], average: boolean) =>
  average ? values.reduce((sum, v) => sum + v) / values.length : Math.max(...values);

function checkSums(memory: KernelMemory, shape: Case): void {
  const { height, width, channels, poolHeight, poolWidth, average, kind } = shape;
  const stage = drawStage(shape), at = place(memory, stage);
  const sums = memory.putDoubles(new Float64Array(2 * channels).fill(1));
  // deno-fmt-ignore
  memory.kernels.addActivationSums(at.z, at.dOut, at.scale, at.shift, at.mean, sums,
    memory.reserve(channels * 16, NaN), height, width, channels, poolHeight, poolWidth, average, kind);
  const wanted = new Float64Array(2 * channels).fill(1);
  stage.image.forEach((z, lane) =>
    differentiate(shape, stage, lane).forEach((dy, i) => {
      wanted[2 * (i % channels)] += dy;
      wanted[2 * (i % channels) + 1] += dy * (z[i] - stage.mean[i % channels]);
    })
  );
  assertClose(memory.readDoubles(sums, 2 * channels), wanted, { what: ACTIVATIONS[kind].name });
}

function checkGradient(memory: KernelMemory, shape: Case): void {
  const { height, width, channels, poolHeight, poolWidth, average, kind } = shape;
  const stage = drawStage(shape), at = place(memory, stage);
  // deno-fmt-ignore
  memory.kernels.replaceByGradient(at.z, at.dOut, at.scale, at.shift, at.slope, at.offset, height, width,
    channels, poolHeight, poolWidth, average, kind);
  memory.readBlock(at.z, height * width * channels).forEach((got, lane) => {
    const wanted = differentiate(shape, stage, lane).map((dy, i) => {
      const c = i % channels;
      return stage.scale[c] * dy + stage.slope[c] * stage.image[lane][i] + stage.offset[c];
    });
    assertClose(got, wanted, { what: `${ACTIVATIONS[kind].name}, lane ${lane}` });
  });
}

for (const { name, shapes } of CASES) {
  testBuilds(`activate() agrees with the plain formula to 1e-6: ${name}`, (memory) => {
    for (const shape of shapes) checkActivate(memory, shape);
  });

  testBuilds(`addActivationSums() adds Σ dy and Σ dy·(z − mean) to 1e-5: ${name}`, (memory) => {
    for (const shape of shapes) checkSums(memory, shape);
  });

  testBuilds(`replaceByGradient() agrees with the plain formula to 1e-5: ${name}`, (memory) => {
    for (const shape of shapes) checkGradient(memory, shape);
  });
}

for (const [height, width] of [[2, 2], [3, 3]]) {
  testBuilds(
    `replaceByGradient() gives a tie to the first of a ${height}×${width} window`,
    (memory) => {
      const z = memory.putBlock(Array(8).fill(new Float32Array(height * width).fill(0.5)));
      const dOut = memory.putBlock(Array(8).fill([3])), zero = memory.put([0]);
      // deno-fmt-ignore
      memory.kernels.replaceByGradient(z, dOut, memory.put([1]), zero, zero, zero, height, width, 1, height,
      width, false, 1);
      const wanted = new Float32Array(height * width);
      wanted[0] = 3;
      for (const got of memory.readBlock(z, height * width)) assertClose(got, wanted);
    },
  );
}

testBuilds("activate() saturates, and is exact to 1e-6 around zero", (memory) => {
  const values = [
    -1e4,
    -100,
    -20,
    -1,
    -0.0799,
    -1e-3,
    -1e-20,
    0,
    1e-20,
    1e-3,
    0.0801,
    1,
    20,
    100,
    1e4,
  ];
  const one = memory.reserve(values.length, 1), zero = memory.reserve(values.length);
  ACTIVATIONS.forEach(({ of }, kind) => {
    const z = memory.putBlock(Array(8).fill(values)), out = memory.reserve(values.length * 8);
    // deno-fmt-ignore
    memory.kernels.activate(z, out, one, zero, 1, 1, values.length, 1, 1, false, kind, 0);
    memory.readBlock(out, values.length)[0].forEach((got, i) => {
      const wanted = of(values[i]);
      assert.ok(Math.abs(got - wanted) <= 1e-6 * Math.abs(wanted) + 1e-30, `${got}, ${wanted}`);
    });
  });
});
