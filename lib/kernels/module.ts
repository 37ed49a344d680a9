/**
 * The compiled kernels, typed. All pointers and steps are byte counts into the memory they were loaded
 * with; what each kernel does is said beside its source in assembly/.
 *
 * @module
 */
import { type KernelBuild, readKernelBuild } from "./builds.ts";

/** Bytes of one value of a block: eight images, one float each. */
export const VALUE_BYTES = 32;

/** Images that ride side by side in a block. */
export const LANES = 8;

/** Scratch of packDigit: 29 rows of packed cells, 30 of the digit with its border, its box; see assembly/warp.ts. */
export const PACKED_DIGIT_BYTES: number = 29 * 128 + 30 * 64 + 16;

/** Numbers of the activations that the kernels know. */
export const ACTIVATIONS = { linear: 0, relu: 1, tanh: 2, sigmoid: 3 } as const;

type Pointer = number;

/** The kernels' signatures; see assembly/*.ts for their meaning. */
export interface Kernels {
  // deno-fmt-ignore
  convolve(input: Pointer, weights: Pointer, output: Pointer, height: number, width: number,
    channels: number, inRow: number, kernelHeight: number, kernelWidth: number, outputs: number,
    padTop: number, padLeft: number, outHeight: number, outWidth: number): void;
  // deno-fmt-ignore
  findBounds(block: Pointer, height: number, width: number, channels: number, row: number,
    result: Pointer): void;
  // deno-fmt-ignore
  mapAxis(input: Pointer, matrix: Pointer, output: Pointer, inputs: number, outputs: number,
    inStep: number, outStep: number, rows: number, inRow: number, outRow: number, values: number,
    accumulate: boolean): void;
  // deno-fmt-ignore
  addFilterGradient(input: Pointer, gradient: Pointer, into: Pointer, run: number, outputs: number,
    rows: number, columns: number, inRow: number, inStep: number, gradientRow: number,
    gradientStep: number): void;
  // deno-fmt-ignore
  addMoments(values: Pointer, pixels: number, channels: number, lanes: number, moments: Pointer): void;
  // deno-fmt-ignore
  activate(z: Pointer, out: Pointer, scale: Pointer, shift: Pointer, height: number, width: number,
    channels: number, poolHeight: number, poolWidth: number, average: boolean, kind: number,
    outRow: number): void;
  // deno-fmt-ignore
  addActivationSums(z: Pointer, dOut: Pointer, scale: Pointer, shift: Pointer, mean: Pointer,
    sums: Pointer, scratch: Pointer, height: number, width: number, channels: number,
    poolHeight: number, poolWidth: number, average: boolean, kind: number): void;
  // deno-fmt-ignore
  replaceByGradient(z: Pointer, dOut: Pointer, scale: Pointer, shift: Pointer, slope: Pointer,
    offset: Pointer, height: number, width: number, channels: number, poolHeight: number,
    poolWidth: number, average: boolean, kind: number): void;
  // deno-fmt-ignore
  softmaxGradient(logits: Pointer, labels: Pointer, classes: number, lanes: number, weight: number,
    smoothing: number, results: Pointer): void;
  softmax(logits: Pointer, classes: number): void;
  // deno-fmt-ignore
  dropValues(block: Pointer, values: number, threshold: number, scale: number, seed: number,
    firstImage: number): void;
  // deno-fmt-ignore
  adamW(weights: Pointer, average: Pointer, firstMoment: Pointer, secondMoment: Pointer,
    gradients: Pointer, gradientStep: number, parts: number, count: number, stepSize: number,
    secondCorrection: number, decay: number, averageRate: number, beta1: number, beta2: number,
    epsilon: number): void;
  // deno-fmt-ignore
  flipWeights(weights: Pointer, output: Pointer, taps: number, inputs: number, outputs: number): void;
  // deno-fmt-ignore
  interleave(images: Pointer, block: Pointer, values: number, count: number, imageStep: number): void;
  deinterleave(block: Pointer, images: Pointer, values: number, count: number): void;
  clearLanes(block: Pointer, values: number, count: number): void;
  packDigit(digit: Pointer, packed: Pointer): void;
  // deno-fmt-ignore
  warpDigit(packed: Pointer, output: Pointer, outRow: number, xx: number, xy: number, x0: number,
    yx: number, yy: number, y0: number, displaceX: Pointer, displaceY: Pointer, displaceRow: number,
    amplitudeX: number, amplitudeY: number, reach: number): void;
  // deno-fmt-ignore
  copyDigit(digit: Pointer, output: Pointer, outRow: number, height: number, rowBytes: number,
    inverse: number): void;
}

/** Links compiled kernels to a memory; `module` must be of the build that fits the memory. */
export function linkKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = () => {
    throw new Error("a kernel aborted");
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  return instance.exports as unknown as Kernels;
}

/**
 * Compiles the kernels: with relaxed SIMD where the engine has it, plain SIMD otherwise.
 *
 * @param shared For a shared memory.
 */
export async function compileKernelModule(shared: boolean): Promise<WebAssembly.Module> {
  return (await compileKernels(shared)).module;
}

/** As {@link compileKernelModule}, and which build it is: the two round differently. */
export async function compileKernels(
  shared: boolean,
): Promise<{ module: WebAssembly.Module; build: KernelBuild }> {
  const best = { shared, relaxed: true }, relaxed = await readKernelBuild(best);
  const build = WebAssembly.validate(relaxed) ? best : { shared, relaxed: false };
  const bytes = build === best ? relaxed : await readKernelBuild(build);
  return { module: await WebAssembly.compile(bytes), build };
}
