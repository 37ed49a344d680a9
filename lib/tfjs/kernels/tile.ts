/**
 * Repeating a row over leading dimensions: what the gradient of batch normalisation does with its
 * per-channel factors, and tfjs's WebAssembly backend does value by value.
 *
 * @module
 */
import type { tf } from "../backend.ts";
import type { Heap } from "./heap.ts";

/** The repeated tensor; undefined where the input is more than one row of floats. */
export function tile(
  heap: Heap,
  { x }: Record<"x", tf.TensorInfo>,
  { reps }: { reps: number[] },
): tf.TensorInfo | undefined {
  const last = reps.length - 1, row = x.shape[last];
  const isRow = x.dtype === "float32" && x.shape.length === reps.length && reps[last] === 1 &&
    x.shape.slice(0, last).every((size) => size === 1);
  if (!isRow || row === 0 || reps.includes(0)) return undefined;
  const output = heap.makeOutput(x.shape.map((size, axis) => size * reps[axis]));
  const to = heap.addressOf(output), total = row * 4 * reps.reduce((a, b) => a * b);
  heap.copy(heap.addressOf(x), to, row * 4);
  // What is there is doubled until all is there.
  for (let done = row * 4; done < total; done *= 2) {
    heap.copy(to, to + done, Math.min(done, total - done));
  }
  return output;
}
