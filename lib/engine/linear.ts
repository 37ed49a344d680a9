/**
 * A stage's affine layer (convolution or dense), whichever way it is computed.
 *
 * @module
 */

/** Forward and backward of one stage's pre-activations, block by block. */
export interface Linear {
  /** Makes what is derived from the weights; `backward` includes what only the gradient needs. */
  prepare(weights: number, backward: boolean): void;
  /** Field to z. */
  forward(block: number): void;
  /** Clears the gradients of the weights that a chunk adds up. */
  beginChunk(chunk: number): void;
  /** Gradient in z: to the input's gradient at `dInput` (unless 0) and into the chunk's gradients. */
  backward(block: number, dInput: number, chunk: number): void;
  /** Completes the chunk's gradients of the weights. */
  endChunk(chunk: number): void;
}
