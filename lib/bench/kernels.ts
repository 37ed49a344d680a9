/**
 * The kernels at LeNet-5's shapes on one core, in GFLOP/s: how far each is from the processor's limit.
 *
 * @module
 */
import { createMemory } from "../engine/arena.ts";
import { compileKernelModule, type Kernels, linkKernels, VALUE_BYTES } from "../kernels/module.ts";
import { createRandom } from "../random.ts";
import { time } from "./timing.ts";

/** One kernel's speed. */
export interface KernelFigure {
  name: string;
  /** Multiply-adds of one call, two FLOP each. */
  multiplyAdds: number;
  microseconds: { min: number; median: number };
  gflops: { best: number; median: number };
}

/** Where the kernels read and write; more than any of them needs. */
const INPUT = 1 << 16, WEIGHTS = 4 << 20, OUTPUT = 8 << 20, MEMORY_BYTES = 24 << 20;

interface KernelCase {
  name: string;
  /** Per image; a call does eight. */
  multiplyAddsPerImage: number;
  images?: number;
  run(kernels: Kernels): void;
}

const V = VALUE_BYTES;

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
    run: (k) => k.addFilterGradient(INPUT, OUTPUT, WEIGHTS, 400, 120, 8, 1, 400 * V, V, 120 * V, 120 * V) },
];

/** Calls timed together, so that a run is well above the clock's resolution. */
const CALLS = 50;

/** Times all cases. */
export async function benchKernels(runs: number): Promise<KernelFigure[]> {
  const memory = createMemory(MEMORY_BYTES, false);
  const kernels = linkKernels(await compileKernelModule(false), memory);
  const random = createRandom(1), floats = new Float32Array(memory.buffer);
  const figures: KernelFigure[] = [];
  for (const { name, multiplyAddsPerImage, images = 8, run } of CASES) {
    // Sums that grew over many calls would end in infinities, which are slow.
    for (let i = 0; i < floats.length; i++) floats[i] = random.next() - 0.5;
    const calls = () => {
      for (let call = 0; call < CALLS; call++) run(kernels);
    };
    const { minMs, medianMs } = await time(calls, { runs });
    const multiplyAdds = multiplyAddsPerImage * images;
    const gflops = (ms: number) => 2 * multiplyAdds * CALLS / ms / 1e6;
    const microseconds = { min: 1000 * minMs / CALLS, median: 1000 * medianMs / CALLS };
    figures.push({
      ...{ name, multiplyAdds, microseconds },
      gflops: { best: gflops(minMs), median: gflops(medianMs) },
    });
  }
  return figures;
}
