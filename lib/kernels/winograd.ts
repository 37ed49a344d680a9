/**
 * Winograd's minimal filtering: m neighbouring outputs of an r-tap correlation from m + r − 1 products
 * instead of m · r (Winograd 1980; Lavin & Gray 2016), with the matrices made by Cook and Toom's rule.
 *
 * With d the m + r − 1 inputs, g the taps and y the outputs: y = Aᵀ [(G g) ⊙ (Bᵀ d)]. The gradients
 * come out of the same matrices transposed: dd = B [(G g) ⊙ (A dy)], dg = Gᵀ [(Bᵀ d) ⊙ (A dy)].
 *
 * @module
 */

/** The three constant matrices of F(m, r), row by row, n = m + r − 1. */
export interface WinogradTransform {
  /** Outputs a tile, m. */
  outputs: number;
  /** Taps, r. */
  taps: number;
  /** Products a tile, n. */
  points: number;
  /** Aᵀ, `[m, n]`: products to outputs. */
  output: Float32Array;
  /** G, `[n, r]`: taps to their transform. */
  filter: Float32Array;
  /** Bᵀ, `[n, n]`: inputs to their transform. */
  input: Float32Array;
}

/** Where the polynomials are evaluated, in the order that keeps float32 errors small. */
const EVALUATION_POINTS = [0, 1, -1, 1 / 2, -1 / 2, 2, -2, -1 / 4, 4, 3 / 4, -4 / 3];

/**
 * Builds F(m, r).
 *
 * @throws {RangeError} If m + r − 1 exceeds what float32 can carry with these points.
 */
export function createWinogradTransform(outputs: number, taps: number): WinogradTransform {
  const points = outputs + taps - 1;
  if (points > EVALUATION_POINTS.length + 1) {
    throw new RangeError(
      `F(${outputs}, ${taps}) needs ${points} points; there are ${EVALUATION_POINTS.length + 1}`,
    );
  }
  const at = EVALUATION_POINTS.slice(0, points - 1);
  const output = new Float32Array(outputs * points);
  const filter = new Float32Array(points * taps);
  const input = new Float32Array(points * points);
  at.forEach((x, k) => {
    const others = at.filter((_, other) => other !== k);
    const scale = others.reduce((product, other) => product * (x - other), 1);
    for (let i = 0; i < outputs; i++) output[i * points + k] = x ** i;
    for (let j = 0; j < taps; j++) filter[k * taps + j] = x ** j / scale;
    input.set(expandRoots(others), k * points);
  });
  // The last "point" is infinity: the leading coefficient.
  output[outputs * points - 1] = 1;
  filter[points * taps - 1] = 1;
  input.set(expandRoots(at), (points - 1) * points);
  return { outputs, taps, points, output, filter, input };
}

/** Coefficients of Π (x − root), lowest power first. */
function expandRoots(roots: number[]): number[] {
  return roots.reduce((coefficients, root) => {
    const next = [...coefficients, 0].map((_, power) =>
      (coefficients[power - 1] ?? 0) - root * (coefficients[power] ?? 0)
    );
    return next;
  }, [1]);
}

/** Transposes a `[rows, columns]` matrix. */
export function transposeMatrix(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)],
  );
}
