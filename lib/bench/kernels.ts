/**
 * The kernels at LeNet-5's shapes on one core, in GFLOP/s: how far each is from the processor's limit.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { createMemory } from "../kernels/memory.ts";
import {
  ACTIVATIONS,
  compileKernelModule,
  type Kernels,
  linkKernels,
  VALUE_BYTES,
} from "../kernels/module.ts";
import { createRandom } from "../random.ts";
import { time } from "./timing.ts";

/** One kernel's speed. */
export interface KernelFigure {
  name: string;
  /** Multiply-adds of one call, two FLOP each; 0 where they are not what a kernel is about. */
  multiplyAdds: number;
  microseconds: { min: number; median: number };
  /** Not of kernels without multiply-adds. */
  gflops?: { best: number; median: number };
}

/** Where the kernels read and write, more than any of them needs: random numbers, zeros from `ZEROS` on. */
const INPUT = 1 << 16, WEIGHTS = 4 << 20, OUTPUT = 8 << 20, ZEROS = 16 << 20;
const MEMORY_BYTES = 24 << 20;

/** Numbers of their own kind among the zeros: a digit's bytes, its packed form. */
const DIGIT = ZEROS + (4 << 20), PACKED = DIGIT + 4096;

interface KernelCase {
  name: string;
  /** Per image; a call does eight. Default 0. */
  multiplyAddsPerImage?: number;
  images?: number;
  run(kernels: Kernels): void;
}

const V = VALUE_BYTES;

/** Scale, shift, mean or slope, offset of C1's maps, and the sizes of their pooling. */
const C1_MAPS = [WEIGHTS, WEIGHTS + 64, WEIGHTS + 128] as const;
const C1_POOLING = [28, 28, 6, 2, 2, false, ACTIVATIONS.relu] as const;

/** Weights of LeNet-5 that are trained. */
const PARAMETERS = 61_932;

/** Names say layer and direction; "tiled" is Winograd's column work without its transforms. */
// deno-fmt-ignore
const CASES: KernelCase[] = [
  { name: "C1 forward", multiplyAddsPerImage: 28 * 28 * 25 * 6,
    run: (k) => k.convolve(INPUT, WEIGHTS, OUTPUT, 28, 28, 1, 32 * V, 5, 5, 6, 2, 2, 28, 28) },
  { name: "C1 filter gradient, one of five rows", multiplyAddsPerImage: 28 * 28 * 5 * 6,
    run: (k) => k.addFilterGradient(INPUT, OUTPUT, WEIGHTS, 5, 6, 28, 28, 32 * V, V, 28 * 6 * V, 6 * V) },
  { name: "C3 forward, plain", multiplyAddsPerImage: 100 * 150 * 16,
    run: (k) => k.convolve(INPUT, WEIGHTS, OUTPUT, 14, 14, 6, 14 * 6 * V, 5, 5, 16, 0, 0, 10, 10) },
  { name: "C3 forward, one tiled column", multiplyAddsPerImage: 10 * 30 * 16,
    run: (k) => k.convolve(INPUT, WEIGHTS, OUTPUT, 1, 14, 6, 0, 1, 5, 16, 0, 0, 1, 10) },
  { name: "C3 input gradient, one tiled column", multiplyAddsPerImage: 10 * 30 * 16,
    run: (k) => k.convolve(INPUT, WEIGHTS, OUTPUT, 1, 10, 16, 0, 1, 5, 6, 0, 4, 1, 14) },
  { name: "C3 filter gradient, one tiled column", multiplyAddsPerImage: 10 * 30 * 16,
    run: (k) => k.addFilterGradient(INPUT, OUTPUT, WEIGHTS, 30, 16, 1, 10, 0, 6 * V, 0, 16 * V) },
  { name: "C3 input transform, one tile", multiplyAddsPerImage: 14 * 6 * 81,
    run: (k) => k.mapAxis(INPUT, WEIGHTS, OUTPUT, 9, 9, 6 * V, 14 * 6 * V, 14, 14 * 6 * V, 6 * V, 6, false) },
  { name: "C5 forward", multiplyAddsPerImage: 400 * 120,
    run: (k) => k.convolve(INPUT, WEIGHTS, OUTPUT, 1, 1, 400, 0, 1, 1, 120, 0, 0, 1, 1) },
  { name: "C5 filter gradient, 64 images", multiplyAddsPerImage: 400 * 120, images: 64,
    run: (k) => k.mapAxis(OUTPUT, INPUT, WEIGHTS, 64, 400, 120 * 4, 120 * 4, 15, V, V, 1, true) },
  { name: "C1 moments",
    run: (k) => k.addMoments(INPUT, 28 * 28, 6, 8, ZEROS) },
  { name: "C1 norm, ReLU and S2",
    run: (k) => k.activate(INPUT, OUTPUT, WEIGHTS, WEIGHTS + 64, ...C1_POOLING, 14 * 6 * V) },
  { name: "C1 sums for the norm's gradient",
    run: (k) => k.addActivationSums(INPUT, OUTPUT, ...C1_MAPS, ZEROS, ZEROS + 4096, ...C1_POOLING) },
  { name: "C1 gradient through S2, ReLU and norm",
    run: (k) => k.replaceByGradient(INPUT, OUTPUT, ...C1_MAPS, WEIGHTS + 192, ...C1_POOLING) },
  { name: "softmax and its gradient",
    run: (k) => k.softmaxGradient(INPUT, ZEROS, 10, 8, 1 / 128, 0, OUTPUT) },
  { name: "warp of one digit, 20×20 of ink",
    run: (k) => {
      k.packDigit(DIGIT, PACKED);
      k.warpDigit(PACKED, OUTPUT, 28 * V, 0.98, 0.1, -1, -0.1, 1.02, 1, INPUT, WEIGHTS, 640, 0.4, 0.4, 0.2);
    } },
  { name: "AdamW of all weights, once a step",
    run: (k) => k.adamW(INPUT, 1 << 20, 2 << 20, ZEROS, WEIGHTS, 1 << 20, 2, PARAMETERS, 1e-3, 1, 1e-5,
      2e-3, 0.9, 0.999, 1e-8) },
];

/** Calls timed together, so that a run is well above the clock's resolution. */
const CALLS = 50;

/** Times all cases. */
export async function benchKernels(runs: number): Promise<KernelFigure[]> {
  const memory = createMemory(MEMORY_BYTES, false);
  const kernels = linkKernels(await compileKernelModule(false), memory);
  const figures: KernelFigure[] = [];
  for (const { name, multiplyAddsPerImage = 0, images = 8, run } of CASES) {
    fillMemory(memory);
    const calls = () => {
      for (let call = 0; call < CALLS; call++) run(kernels);
    };
    const { minMs, medianMs } = await time(calls, { runs });
    const multiplyAdds = multiplyAddsPerImage * images;
    const gflops = (ms: number) => 2 * multiplyAdds * CALLS / ms / 1e6;
    figures.push({
      ...{ name, multiplyAdds },
      microseconds: { min: 1000 * minMs / CALLS, median: 1000 * medianMs / CALLS },
      gflops: multiplyAdds ? { best: gflops(minMs), median: gflops(medianMs) } : undefined,
    });
  }
  return figures;
}

/** The same numbers for every case: sums that grew from one to the next would end in infinities. */
function fillMemory({ buffer }: WebAssembly.Memory): void {
  const random = createRandom(1);
  const floats = new Float32Array(buffer, 0, ZEROS >> 2);
  for (let i = 0; i < floats.length; i++) floats[i] = random.next() - 0.5;
  new Uint8Array(buffer, ZEROS).fill(0);
  const digit = new Uint8Array(buffer, DIGIT, IMAGE_PIXELS);
  for (let y = 4; y < 24; y++) digit.fill(200, y * IMAGE_SIZE + 4, y * IMAGE_SIZE + 24);
}
