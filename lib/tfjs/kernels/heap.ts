/**
 * tfjs's WebAssembly backend from the inside: its heap, with our kernels linked to it. Tensors are used
 * where they lie; only the arrangement of eight images side by side needs scratch, taken from the same
 * heap.
 *
 * @module
 */
import { tf } from "../backend.ts";
import { compileKernelModule, type Kernels, LANES, linkKernels } from "../../kernels/module.ts";

/** What of tfjs's backend is used; none of it is in its type declarations. */
export interface WasmBackend extends tf.KernelBackend {
  wasm: {
    asm: { memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  dataIdMap: { get(dataId: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: string): tf.TensorInfo;
}

/** Our kernels on tfjs's heap. */
export interface Heap {
  kernels: Kernels;
  /** Address of a tensor's values. */
  addressOf(tensor: tf.TensorInfo): number;
  /** A new float tensor's record; its values are not set. */
  makeOutput(shape: number[]): tf.TensorInfo;
  copy(from: number, to: number, bytes: number): void;
  /** Views a float tensor's values; no longer valid once the heap has grown. */
  view(tensor: tf.TensorInfo): Float32Array;
  /** Sets `count` floats. */
  fill(address: number, count: number, value: number): void;
  /** Runs `work` with scratch of the given sizes in bytes, which is zeroed first and freed after. */
  withScratch(sizes: number[], work: (addresses: number[]) => void): void;
}

/** Links the kernels to the current backend, which must be "wasm". */
export async function createHeap(): Promise<Heap> {
  const backend = tf.backend() as unknown as WasmBackend;
  const { wasm } = backend;
  const { memory } = wasm.asm;
  const addressOf = ({ dataId }: tf.TensorInfo) => backend.dataIdMap.get(dataId).memoryOffset;
  return {
    kernels: linkKernels(await compileKernelModule(false), memory),
    addressOf,
    makeOutput: (shape) => backend.makeOutput(shape, "float32"),
    copy: (from, to, bytes) => new Uint8Array(memory.buffer).copyWithin(to, from, from + bytes),
    view: (tensor) =>
      new Float32Array(memory.buffer, addressOf(tensor), tf.util.sizeFromShape(tensor.shape)),
    fill: (address, count, value) => new Float32Array(memory.buffer, address, count).fill(value),
    withScratch(sizes, work) {
      const total = sizes.reduce((sum, size) => sum + align(size), 64);
      const start = wasm._malloc(total) >>> 0;
      if (start === 0) throw new Error(`tfjs's heap has no ${total} bytes left`);
      // The heap may have grown: a view is taken only now.
      new Uint8Array(memory.buffer, start, total).fill(0);
      let end = align(start);
      try {
        work(sizes.map((size) => (end += align(size)) - align(size)));
      } finally {
        wasm._free(start);
      }
    },
  };
}

const align = (bytes: number) => (bytes + 63) & ~63;

/** Goes over images in blocks of eight: first image of the block, and how many it has. */
export function eachBlock(images: number, work: (first: number, count: number) => void): void {
  for (let first = 0; first < images; first += LANES) {
    work(first, Math.min(LANES, images - first));
  }
}
