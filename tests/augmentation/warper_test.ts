import assert from "node:assert/strict";
import { IMAGE_PIXELS, IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import {
  type Augmentation,
  createDisplacementPlane,
  DISPLACEMENT_ROW_BYTES,
  drawWarp,
} from "../../lib/augmentation/warp.ts";
import { createWarper } from "../../lib/augmentation/warper.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { mixSeeds } from "../../lib/random.ts";
import { AUGMENTATION, createImages, createInProcess, readInput } from "../engine/in_process.ts";
import { asLayersModel, MODELS } from "../engine/models.ts";

const NONE: Augmentation = {
  ...{ rotationDegrees: 0, scale: 0, aspect: 0, shear: 0, shiftPixels: 0, elasticPixels: 0 },
};

const STRONG: Augmentation = {
  ...{ rotationDegrees: 40, scale: 0.5, aspect: 0.3, shear: 0.4, shiftPixels: 9, elasticPixels: 2 },
};

/** Ink at a position between pixels; beyond the digit is paper. */
function sample(digit: Uint8Array, u: number, v: number): number {
  const left = Math.floor(u), top = Math.floor(v), fx = u - left, fy = v - top;
  const at = (x: number, y: number) =>
    x < 0 || x >= IMAGE_SIZE || y < 0 || y >= IMAGE_SIZE ? 0 : digit[y * IMAGE_SIZE + x] / 255;
  const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
  const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

function warpPlainly(digit: Uint8Array, key: number, plane: Float32Array): Float64Array {
  const warp = drawWarp(key, STRONG), row = DISPLACEMENT_ROW_BYTES / 4;
  return Float64Array.from({ length: IMAGE_PIXELS }, (_, i) => {
    const x = i % IMAGE_SIZE, y = Math.floor(i / IMAGE_SIZE), at = y * row + x;
    const dx = warp.amplitudeX * plane[warp.windowX + at];
    const dy = warp.amplitudeY * plane[warp.windowY + at];
    const u = warp.xx * x + warp.xy * y + warp.x0 + dx;
    return sample(digit, u, warp.yx * x + warp.yy * y + warp.y0 + dy);
  });
}

Deno.test("createWarper() without amounts gives digits back as ink in [0, 1]", async () => {
  const { images } = createImages(3), inverse = Math.fround(1 / 255);
  const warp = await createWarper(NONE, 1);
  assert.deepEqual(warp(images, (index) => index), Float32Array.from(images, (v) => v * inverse));
});

Deno.test("createWarper() agrees with plain bilinear sampling to 5e-4 of full ink", async () => {
  const { images } = createImages(20), plane = createDisplacementPlane(9);
  const warped = (await createWarper(STRONG, 9))(images, (index) => index * 31);
  for (let index = 0; index < 20; index++) {
    const start = index * IMAGE_PIXELS, end = start + IMAGE_PIXELS;
    const wanted = warpPlainly(images.subarray(start, end), index * 31, plane);
    wanted.forEach((ink, i) => {
      const error = Math.abs(warped[start + i] - ink);
      assert.ok(error < 5e-4, `digit ${index}, pixel ${i}: ${warped[start + i]}, ${ink}`);
    });
  }
});

Deno.test("createWarper() depends on key and seed alone, and takes no digits", async () => {
  const { images } = createImages(2);
  const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => createWarper(STRONG, seed)));
  const [first, second] = [one(images, () => 5), same(images, () => 5)];
  assert.deepEqual(first, second);
  assert.notDeepEqual(other(images, () => 5), first);
  assert.notDeepEqual(one(images, () => 6), first);
  assert.equal(one(new Uint8Array(), () => 0).length, 0);
});

for (const name of ["LeNet-5", "no hidden layer"]) {
  Deno.test(`a step warps as createWarper() does, by place in the epoch: ${name}`, async () => {
    const model = name === "LeNet-5" ? await asLayersModel(createLenet5()) : MODELS[name]();
    const digits = createImages(14), augmentation = AUGMENTATION, seed = 6;
    const options = { seed, augmentation };
    const { context, step } = await createInProcess(model, digits, { batchSize: 11, options });
    step({ step: 0, epoch: 3, first: 3, images: 11 });
    const warp = await createWarper(augmentation, seed);
    const wanted = warp(
      digits.images.subarray(3 * IMAGE_PIXELS),
      (index) => mixSeeds(seed, 3, 3 + index),
    );
    for (let i = 0; i < 11; i++) {
      const got = readInput(context, 0, { block: i >> 3, lane: i & 7 });
      assert.deepEqual(got, wanted.slice(i * IMAGE_PIXELS, (i + 1) * IMAGE_PIXELS), `digit ${i}`);
    }
    model.dispose();
  });
}
