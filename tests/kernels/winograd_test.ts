import assert from "node:assert/strict";
import { createWinogradTransform, transposeMatrix } from "../../lib/kernels/winograd.ts";
import { assertClose, drawValues } from "./kernel_memory.ts";

/** `[rows, columns]` times `[columns]`, in float32 as the kernels do it, or in double precision. */
function multiply(matrix: ArrayLike<number>, vector: ArrayLike<number>, round = Math.fround) {
  const columns = vector.length;
  return Float64Array.from({ length: matrix.length / columns }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < columns; i++) sum = round(sum + matrix[row * columns + i] * vector[i]);
    return sum;
  });
}

const times = (a: Float64Array, b: Float64Array) => a.map((value, i) => Math.fround(value * b[i]));

/** Largest error, relative to the largest output, that float32 leaves in F(m, r). */
const ERROR_BOUNDS: Record<number, number> = { 4: 1e-6, 6: 3e-6, 8: 2e-5, 10: 1e-4, 12: 1e-3 };

const TILES = [3, 4, 5].flatMap((taps) =>
  [2, 3, 4, 5, 6, 7, 8].map((outputs) => ({ taps, outputs, points: outputs + taps - 1 }))
).filter(({ points }) => points <= 12);

for (const { taps, outputs, points } of TILES) {
  const bound = ERROR_BOUNDS[2 * Math.ceil(points / 2)];
  const inputs = drawValues(points), weights = drawValues(taps, 99), dy = drawValues(outputs, 98);

  Deno.test(`F(${outputs}, ${taps}) is the correlation of ${points} inputs to ${bound}`, () => {
    const { output, filter, input } = createWinogradTransform(outputs, taps);
    const products = times(multiply(filter, weights), multiply(input, inputs));
    const wanted = Float64Array.from(
      { length: outputs },
      (_, i) => weights.reduce((sum, weight, j) => sum + weight * inputs[i + j], 0),
    );
    assertClose(multiply(output, products), wanted, { tolerance: bound });
  });

  Deno.test(`F(${outputs}, ${taps}) transposed gives both gradients to ${bound}`, () => {
    const { output, filter, input } = createWinogradTransform(outputs, taps);
    const transposed = (matrix: Float32Array, rows: number) =>
      transposeMatrix(matrix, rows, matrix.length / rows);
    const pulled = multiply(transposed(output, outputs), dy);
    const dInputs = multiply(transposed(input, points), times(multiply(filter, weights), pulled));
    const dWeights = multiply(transposed(filter, points), times(multiply(input, inputs), pulled));
    const wantedInputs = new Float64Array(points), wantedWeights = new Float64Array(taps);
    dy.forEach((d, i) =>
      weights.forEach((weight, j) => {
        wantedInputs[i + j] += d * weight;
        wantedWeights[j] += d * inputs[i + j];
      })
    );
    assertClose(dInputs, wantedInputs, { tolerance: bound });
    assertClose(dWeights, wantedWeights, { tolerance: bound });
  });
}

Deno.test("F(2, 3) multiplies four times where the sum multiplies six times", () => {
  const { points, output, filter, input } = createWinogradTransform(2, 3);
  assert.equal(points, 4);
  assert.deepEqual([output.length, filter.length, input.length], [8, 12, 16]);
});

Deno.test("createWinogradTransform() refuses a tile of more points than it has", () => {
  assert.throws(() => createWinogradTransform(9, 5), {
    name: "RangeError",
    message: "F(9, 5) needs 13 points; there are 12",
  });
});

Deno.test("transposeMatrix() swaps rows and columns", () => {
  const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);
  assert.deepEqual([...transposeMatrix(matrix, 2, 3)], [1, 4, 2, 5, 3, 6]);
});
