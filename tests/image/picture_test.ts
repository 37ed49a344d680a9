import assert from "node:assert/strict";
import { checkPictureSize, cropPicture, shrinkPicture } from "../../lib/image/picture.ts";

/** A picture whose red channel counts its pixels. */
function countedPicture(width: number, height: number) {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) data[4 * i] = i;
  return { width, height, data };
}

const reds = ({ data }: { data: ArrayLike<number> }) =>
  Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);

Deno.test("checkPictureSize() allows 50 million pixels and throws InputError on one more", () => {
  checkPictureSize("x.png", { width: 50_000, height: 1_000 });
  assert.throws(() => checkPictureSize("x.png", { width: 50_000_001, height: 1 }), {
    name: "InputError",
    message: "x.png: expected 1 to 50 million pixels, got 50000001 × 1",
  });
});

Deno.test("cropPicture() copies a box", () => {
  const crop = cropPicture(countedPicture(5, 4), { left: 1, top: 2, width: 3, height: 2 });
  assert.deepEqual([crop.width, crop.height], [3, 2]);
  assert.deepEqual(reds(crop), [11, 12, 13, 16, 17, 18]);
});

Deno.test("shrinkPicture() averages whole blocks, and what is left of them at the edges", () => {
  const small = shrinkPicture(countedPicture(5, 3), 2);
  assert.deepEqual([small.width, small.height], [3, 2]);
  assert.deepEqual(reds(small), [3, 5, 7, 11, 13, 14]);
});

Deno.test("shrinkPicture() weights colours by their alpha", () => {
  const data = Uint8Array.of(200, 0, 0, 255, 0, 90, 0, 0, 200, 0, 0, 255, 0, 90, 0, 0);
  const { data: pixel } = shrinkPicture({ width: 2, height: 2, data }, 2);
  assert.deepEqual([...pixel], [200, 0, 0, 128]);
});

Deno.test("shrinkPicture() leaves nothing but transparency of transparent pixels", () => {
  const data = new Uint8Array(64).fill(0).map((_, i) => i % 4 === 3 ? 0 : 77);
  assert.deepEqual([...shrinkPicture({ width: 4, height: 4, data }, 4).data], [0, 0, 0, 0]);
});
