import assert from "node:assert/strict";
import { PACKED_DIGIT_BYTES } from "../../../lib/kernels/module.ts";
import { VALUE_BYTES } from "../../../lib/kernels/module.ts";
import { createRandom } from "../../../lib/random.ts";
import { assertClose, type KernelMemory, testBuilds } from "../kernel_memory.ts";

const SIZE = 28, PIXELS = SIZE * SIZE, LANE = 3;

/** The numbers of a warp, in the kernel's order. */
interface Affine {
  xx: number;
  xy: number;
  x0: number;
  yx: number;
  yy: number;
  y0: number;
}

const IDENTITY: Affine = { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 };

function drawDigit(seed = 1): Uint8Array {
  const { nextInt } = createRandom(seed);
  return Uint8Array.from({ length: PIXELS }, () => nextInt(256));
}

/** Smooth-ish displacements of about a pixel, 28 rows of 28 in rows of 40. */
function drawDisplacement(seed: number): Float32Array {
  const { nextNormal } = createRandom(seed);
  return Float32Array.from({ length: SIZE * 40 }, nextNormal);
}

function warp(
  memory: KernelMemory,
  digit: Uint8Array,
  { affine = IDENTITY, amplitudes = [0, 0] }: { affine?: Affine; amplitudes?: number[] } = {},
): Float32Array {
  const packed = memory.putBytes(new Uint8Array(PACKED_DIGIT_BYTES));
  const output = memory.reserve(PIXELS * 8, 99);
  const { xx, xy, x0, yx, yy, y0 } = affine;
  memory.kernels.packDigit(memory.putBytes(digit), packed);
  // deno-fmt-ignore
  memory.kernels.warpDigit(packed, output + LANE * 4, SIZE * VALUE_BYTES, xx, xy, x0, yx, yy, y0,
    memory.put(drawDisplacement(1)), memory.put(drawDisplacement(2)), 40 * 4, amplitudes[0], amplitudes[1],
    4 * Math.max(...amplitudes.map(Math.abs)));
  const lanes = memory.readBlock(output, PIXELS);
  lanes.forEach((lane, i) => {
    if (i !== LANE) assert.ok(lane.every((value) => value === 99), "wrote into another lane");
  });
  return lanes[LANE];
}

/** Ink at a position between pixels; beyond the digit is paper. */
function sample(digit: Uint8Array, u: number, v: number): number {
  const left = Math.floor(u), top = Math.floor(v), fx = u - left, fy = v - top;
  const at = (x: number, y: number) =>
    x < 0 || x >= SIZE || y < 0 || y >= SIZE ? 0 : digit[y * SIZE + x] / 255;
  const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
  const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

testBuilds("warpDigit() by the identity gives the digit back to the last bit", (memory) => {
  const digit = drawDigit(), inverse = Math.fround(1 / 255);
  assert.deepEqual(warp(memory, digit), Float32Array.from(digit, (byte) => byte * inverse));
});

testBuilds(
  "warpDigit() by whole pixels moves the digit to the last bit, and brings in paper to 1e-4",
  (memory) => {
    const digit = drawDigit(2), inverse = Math.fround(1 / 255);
    for (const [dx, dy] of [[1, 0], [0, -3], [-27, 5], [12, 28], [-40, 0], [0, 1000]]) {
      warp(memory, digit, { affine: { ...IDENTITY, x0: dx, y0: dy } }).forEach((ink, i) => {
        const x = i % SIZE + dx, y = Math.floor(i / SIZE) + dy;
        const isInside = x >= 0 && x < SIZE && y >= 0 && y < SIZE;
        // A sample outside is held a hair within the border cell.
        if (isInside) assert.equal(ink, Math.fround(digit[y * SIZE + x] * inverse));
        else assert.ok(ink >= 0 && ink < 1e-4, `${dx}, ${dy}: ${ink}`);
      });
    }
  },
);

testBuilds("warpDigit() agrees with plain bilinear sampling to 2e-4 of full ink", (memory) => {
  const affines: Affine[] = [
    { xx: 0.9, xy: 0.2, x0: -1.3, yx: -0.15, yy: 1.1, y0: 2.4 },
    { xx: -1, xy: 0, x0: 27, yx: 0, yy: 0.5, y0: 0.25 },
    { xx: 3, xy: 1, x0: -30, yx: 1, yy: 3, y0: -30 },
  ];
  for (const affine of affines) {
    for (const amplitudes of [[0, 0], [0.7, -1.1]]) {
      const digit = drawDigit(3);
      const displaceX = drawDisplacement(1), displaceY = drawDisplacement(2);
      const wanted = Float64Array.from({ length: PIXELS }, (_, i) => {
        const x = i % SIZE, y = Math.floor(i / SIZE), at = y * 40 + x;
        const u = affine.xx * x + affine.xy * y + affine.x0 + displaceX[at] * amplitudes[0];
        const v = affine.yx * x + affine.yy * y + affine.y0 + displaceY[at] * amplitudes[1];
        return sample(digit, u, v);
      });
      assertClose(warp(memory, digit, { affine, amplitudes }), wanted, { tolerance: 2e-4 });
    }
  }
});

testBuilds(
  "warpDigit() finds all ink of small digits wherever it lies, and none of a blank one",
  (memory) => {
    const { next, nextInt } = createRandom(7);
    const within = (bound: number) => (2 * next() - 1) * bound;
    for (let tries = 0; tries < 60; tries++) {
      const amplitude = tries % 2 === 0 ? 0 : 0.5;
      const [left, top, width, height] = [nextInt(24), nextInt(24), nextInt(9), nextInt(9)];
      const digit = new Uint8Array(PIXELS).map((_, i) => {
        const x = i % SIZE - left, y = Math.floor(i / SIZE) - top;
        return x >= 0 && x < width && y >= 0 && y < height ? 200 : 0;
      });
      const affine = {
        ...{ xx: 1 + within(0.3), xy: within(0.4), x0: within(6) },
        ...{ yx: within(0.4), yy: 1 + within(0.3), y0: within(6) },
      };
      const displaceX = drawDisplacement(1), displaceY = drawDisplacement(2);
      const wanted = Float64Array.from({ length: PIXELS }, (_, i) => {
        const x = i % SIZE, y = Math.floor(i / SIZE), at = y * 40 + x;
        const u = affine.xx * x + affine.xy * y + affine.x0 + displaceX[at] * amplitude;
        const v = affine.yx * x + affine.yy * y + affine.y0 - displaceY[at] * amplitude;
        return sample(digit, u, v);
      });
      const got = warp(memory, digit, { affine, amplitudes: [amplitude, -amplitude] });
      assertClose(got, wanted, { tolerance: 2e-4 });
    }
  },
);

testBuilds("copyDigit() turns bytes into ink in one lane, row by row", (memory) => {
  const bytes = drawDigit(4).subarray(0, 12), field = memory.reserve(3 * 6 * 8, 99);
  memory.kernels.copyDigit(
    memory.putBytes(bytes),
    field + LANE * 4,
    6 * VALUE_BYTES,
    3,
    4,
    1 / 255,
  );
  const [lane] = memory.readBlock(field, 18).splice(LANE, 1), inverse = Math.fround(1 / 255);
  const wanted = Float32Array.from(
    { length: 18 },
    (_, i) => i % 6 < 4 ? bytes[Math.floor(i / 6) * 4 + i % 6] * inverse : 99,
  );
  assert.deepEqual(lane, wanted);
});
