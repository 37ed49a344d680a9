/**
 * What the code that runs a network needs at hand: kernels, views on the memory, the plan, and who it is.
 *
 * @module
 */
import { type Kernels, linkKernels } from "../kernels/module.ts";
import type { Layout, WorkerScratch } from "./layout.ts";
import { createTransforms, type Transforms } from "./transforms.ts";

/** One Worker's (or the main thread's) hold on the engine's memory. */
export interface Context {
  kernels: Kernels;
  layout: Layout;
  scratch: WorkerScratch;
  transforms: Transforms;
  workerIndex: number;
  floats: Float32Array;
  doubles: Float64Array;
  ints: Int32Array;
  bytes: Uint8Array;
}

/** Links the kernels to the memory for one Worker, and writes the constant matrices. */
export function createContext(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  { layout, workerIndex }: { layout: Layout; workerIndex: number },
): Context {
  const floats = new Float32Array(memory.buffer);
  return {
    kernels: linkKernels(module, memory),
    layout,
    scratch: layout.workers[workerIndex],
    transforms: createTransforms(layout, floats),
    workerIndex,
    floats,
    doubles: new Float64Array(memory.buffer),
    ints: new Int32Array(memory.buffer),
    bytes: new Uint8Array(memory.buffer),
  };
}

/** Views `count` floats at a byte address. */
export function floatsAt(context: Context, address: number, count: number): Float32Array {
  return context.floats.subarray(address >> 2, (address >> 2) + count);
}
