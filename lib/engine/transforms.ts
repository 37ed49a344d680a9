/**
 * The constant matrices of the tilings that a network uses, laid into the memory. Every Worker writes
 * the same numbers to the same place, so none has to wait for another.
 *
 * @module
 */
import { createWinogradTransform, transposeMatrix } from "../kernels/winograd.ts";
import type { Layout } from "./layout.ts";

/** Addresses of one tiling's matrices, each in the orientation that mapAxis wants: inputs by outputs. */
export interface TransformMatrices {
  /** B: input to transformed input. */
  input: number;
  /** Bᵀ: gradient of the transformed input to that of the input. */
  inputGradient: number;
  /** Gᵀ: taps to transformed taps. */
  filter: number;
  /** G: gradient of the transformed taps to that of the taps. */
  filterGradient: number;
  /** A: products to outputs. */
  output: number;
  /** Aᵀ: gradient of the outputs to that of the products. */
  outputGradient: number;
}

/** By stage; undefined where a stage is not tiled. */
export type Transforms = (TransformMatrices | undefined)[];

/** Writes the matrices of all tiled stages and tells where they are. */
export function createTransforms(layout: Layout, floats: Float32Array): Transforms {
  let end = layout.matrices;
  const put = (matrix: Float32Array) => {
    const address = end;
    floats.set(matrix, address >> 2);
    end += matrix.byteLength;
    return address;
  };
  return layout.stages.map(({ tile }) => {
    if (!tile) return undefined;
    const { outputs, taps, points, input, filter, output } = createWinogradTransform(
      tile.outputs,
      tile.taps,
    );
    return {
      input: put(transposeMatrix(input, points, points)),
      inputGradient: put(input),
      filter: put(transposeMatrix(filter, points, taps)),
      filterGradient: put(filter),
      output: put(transposeMatrix(output, outputs, points)),
      outputGradient: put(output),
    };
  });
}
