import assert from "node:assert/strict";
import {
  categoryColors,
  CLASS_COLORS,
  classColor,
  MARK_COLOR,
  MUTED_COLOR,
  TEXT_COLOR,
} from "../../lib/plots/theme.ts";

type Vector = readonly number[];
type Matrix = readonly Vector[];

const multiply = (matrix: Matrix, vector: Vector) =>
  matrix.map((row) => row.reduce((sum, weight, i) => sum + weight * vector[i], 0));

/** Linear sRGB, 0 to 1. */
const linearize = (hex: string) =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);

/** WCAG 2's contrast with white. */
const contrastOnWhite = (hex: string) =>
  1.05 / (multiply([[0.2126, 0.7152, 0.0722]], linearize(hex))[0] + 0.05);

/** How people without one of the three cones see linear sRGB (Machado, Oliveira & Fernandes 2009). */
const SIGHT: Record<string, Matrix> = {
  full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** OKLab (Ottosson 2020): equal distances look equally far apart; 0.02 is just noticeable. */
function toOklab(rgb: Vector): Vector {
  const cones = multiply([
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ], rgb.map((v) => Math.min(1, Math.max(0, v))));
  return multiply([
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ], cones.map(Math.cbrt));
}

const LEAST_CONTRAST = 4.5;
/** In OKLab, with full colour vision and with less: six and four times the least noticeable. */
const LEAST_DISTANCE = { full: 0.12, reduced: 0.08 };
/** In OKLab: greys have 0, and what is near black cannot have much. */
const LEAST_CHROMA = 0.1;

Deno.test("colours of small print have a contrast of 4.5 on white", () => {
  assert.ok(Math.abs(contrastOnWhite("#777777") - 4.48) < 0.005); // WCAG's well-known near miss
  for (const color of [...CLASS_COLORS, MARK_COLOR, MUTED_COLOR, TEXT_COLOR]) {
    const contrast = contrastOnWhite(color);
    assert.ok(contrast >= LEAST_CONTRAST, `${color}: ${contrast.toFixed(2)}`);
  }
});

for (const [name, matrix] of Object.entries(SIGHT)) {
  const least = name === "full" ? LEAST_DISTANCE.full : LEAST_DISTANCE.reduced;
  Deno.test(`CLASS_COLORS are at least ${least} apart in OKLab with ${name} colour vision`, () => {
    assert.equal(CLASS_COLORS.length, 10);
    const seen = CLASS_COLORS.map((color) => toOklab(multiply(matrix, linearize(color))));
    seen.forEach((a, i) => {
      seen.slice(0, i).forEach((b, j) => {
        const distance = Math.hypot(...a.map((v, k) => v - b[k]));
        assert.ok(distance >= least, `${i} and ${j}: ${distance.toFixed(3)}`);
      });
    });
  });
}

Deno.test("CLASS_COLORS are colours: none is grey or near black", () => {
  for (const color of CLASS_COLORS) {
    const [lightness, a, b] = toOklab(linearize(color));
    assert.ok(Math.hypot(a, b) >= LEAST_CHROMA && lightness > 0.4, color);
  }
});

Deno.test("classColor() gives 255 classes a colour, any ten in a row different ones", () => {
  const colors = Array.from({ length: 255 }, (_, label) => classColor(label));
  for (let first = 0; first + 10 <= colors.length; first++) {
    assert.equal(new Set(colors.slice(first, first + 10)).size, 10);
  }
});

Deno.test("categoryColors() gives each series a colour, up to ten different ones", () => {
  for (const count of [1, 6, 7, 10]) assert.equal(new Set(categoryColors(count)).size, count);
  assert.ok(categoryColors(40).every((color) => /^#[0-9a-f]{6}$/.test(color)));
});
