/**
 * A memory for trying kernels in: arrays go in and come out, and a kernel that writes beside them is
 * found out.
 *
 * @module
 */
import assert from "node:assert/strict";
import { KERNEL_BUILDS, type KernelBuild, readKernelBuild } from "../../lib/kernels/builds.ts";
import { type Kernels, LANES, linkKernels } from "../../lib/kernels/module.ts";
import { createRandom } from "../../lib/random.ts";

const GUARD_BYTES = 64, GUARD = 0xa5;

/** Kernels with arrays of any number; guards stand between the arrays. */
export class KernelMemory {
  readonly kernels: Kernels;
  readonly #memory: WebAssembly.Memory;
  readonly #guards: number[] = [];
  #end = 1024;

  private constructor(kernels: Kernels, memory: WebAssembly.Memory) {
    this.kernels = kernels;
    this.#memory = memory;
  }

  static async create(build: KernelBuild): Promise<KernelMemory> {
    const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536 });
    const module = new WebAssembly.Module(await readKernelBuild(build));
    return new KernelMemory(linkKernels(module, memory), memory);
  }

  /** Places floats and returns their address. */
  put(values: ArrayLike<number>): number {
    return this.#place(new Float32Array(this.#memory.buffer, this.#end, values.length), values);
  }

  putBytes(values: ArrayLike<number>): number {
    return this.#place(new Uint8Array(this.#memory.buffer, this.#end, values.length), values);
  }

  putDoubles(values: ArrayLike<number>): number {
    return this.#place(new Float64Array(this.#memory.buffer, this.#end, values.length), values);
  }

  /** Places `count` zeros, or what else is wanted. */
  reserve(count: number, value = 0): number {
    return this.put(new Float32Array(count).fill(value));
  }

  /** Places images of equal length side by side; lanes without an image hold `filler`. */
  putBlock(images: ArrayLike<number>[], filler = 0): number {
    const block = new Float32Array(images[0].length * LANES).fill(filler);
    images.forEach((image, lane) => {
      for (let i = 0; i < image.length; i++) block[i * LANES + lane] = image[i];
    });
    return this.put(block);
  }

  read(address: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, count).slice();
  }

  readDoubles(address: number, count: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, count).slice();
  }

  readInts(address: number, count: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, count).slice();
  }

  /** The eight images of a block, `values` floats each. */
  readBlock(address: number, values: number): Float32Array[] {
    const block = this.read(address, values * LANES);
    return Array.from(
      { length: LANES },
      (_, lane) => Float32Array.from({ length: values }, (_, i) => block[i * LANES + lane]),
    );
  }

  /** Fails if a kernel wrote beside an array. */
  checkGuards(): void {
    for (const address of this.#guards) {
      const guard = new Uint8Array(this.#memory.buffer, address, GUARD_BYTES);
      assert.ok(guard.every((byte) => byte === GUARD), `written beside an array, near ${address}`);
    }
  }

  #place(
    view: Float32Array | Float64Array | Uint8Array,
    values: ArrayLike<number>,
  ): number {
    view.set(values);
    const address = this.#end;
    // Right behind the last value; the next array begins at a multiple of 64 again.
    const guard = address + view.byteLength;
    new Uint8Array(this.#memory.buffer, guard, GUARD_BYTES).fill(GUARD);
    this.#guards.push(guard);
    this.#end = Math.ceil((guard + GUARD_BYTES) / 64) * 64;
    return address;
  }
}

/** Registers a test for the relaxed and for the plain build. */
export function testBuilds(name: string, test: (memory: KernelMemory) => void): void {
  for (const build of KERNEL_BUILDS.filter(({ shared }) => !shared)) {
    Deno.test(`${name} (${build.relaxed ? "relaxed" : "plain"} SIMD)`, async () => {
      const memory = await KernelMemory.create(build);
      test(memory);
      memory.checkGuards();
    });
  }
}

/** Normal numbers that depend on count and seed alone. */
export function drawValues(count: number, seed = count): Float32Array {
  const { nextNormal } = createRandom(seed);
  return Float32Array.from({ length: count }, nextNormal);
}

/** `count` images of `values` normal numbers. */
export function drawImages(values: number, { count = LANES, seed = 1 } = {}): Float32Array[] {
  return Array.from({ length: count }, (_, i) => drawValues(values, seed * 100 + i));
}

/** Fails unless each number is within `tolerance` of the wanted one, relative to the largest of them. */
export function assertClose(
  got: ArrayLike<number>,
  wanted: ArrayLike<number>,
  { tolerance = 1e-5, what = "" } = {},
): void {
  assert.equal(got.length, wanted.length, what);
  const largest = Array.from(wanted).reduce((top, value) => Math.max(top, Math.abs(value)), 1e-30);
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i] - wanted[i]) / largest;
    assert.ok(error <= tolerance, `${what}[${i}]: got ${got[i]}, wanted ${wanted[i]}`);
  }
}
