/**
 * The weighted sums of a stage, whichever way they are computed.
 *
 * @module
 */

/** Forward and backward of one stage's weighted sums, slot by slot. */
export interface Linear {
  /** Makes what is derived from the weights; `backward` includes what only the gradient needs. */
  prepare(weights: number, backward: boolean): void;
  /** Field to z. */
  forward(slot: number): void;
  /** Gradient in z: to the input's gradient at `dInput` (unless 0) and into the weights' gradient. */
  backward(slot: number, dInput: number): void;
  /** Completes the weights' gradient after all slots from `firstSlot` to `endSlot`. */
  finish(firstSlot: number, endSlot: number): void;
}
