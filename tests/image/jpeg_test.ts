import assert from "node:assert/strict";
import encode from "@jsquash/jpeg/encode.js";
import { InputError } from "../../lib/errors.ts";
import { decodePicture } from "../../lib/image/decode.ts";
import { expectUpright, writeExif } from "./exif_writer.ts";
import { readSample } from "./samples.ts";

/** A JPEG of `width * height` pixels, dark at the left and light at the right. */
async function encodeRamp(width: number, height: number, progressive = false): Promise<Uint8Array> {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    data.fill(255 * (i % width) / (width - 1), 4 * i, 4 * i + 3);
  }
  const image = { width, height, data, colorSpace: "srgb" } as ImageData;
  return new Uint8Array(await encode(image, { quality: 95, progressive }));
}

/** Puts an EXIF segment that holds nothing but the orientation behind the first marker. */
function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const exif = [...new TextEncoder().encode("Exif"), 0, 0, ...writeExif(orientation)];
  const segment = [0xff, 0xe1, 0, exif.length + 2, ...exif];
  return Uint8Array.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]);
}

for (const progressive of [false, true]) {
  Deno.test(`decodePicture() reads a ${progressive ? "progressive" : "baseline"} JPEG within 4 levels`, async () => {
    const picture = await decodePicture(await encodeRamp(64, 24, progressive), "x.jpg");
    assert.deepEqual([picture.width, picture.height], [64, 24]);
    for (let x = 0; x < 64; x++) {
      const [red, green, blue, alpha] = picture.data.subarray(4 * (10 * 64 + x));
      for (const value of [red, green, blue]) assert.ok(Math.abs(value - 255 * x / 63) <= 4);
      assert.equal(alpha, 255);
    }
  });
}

Deno.test("decodePicture() turns a JPEG upright in each of EXIF's eight orientations", async () => {
  const jpeg = await encodeRamp(64, 24);
  for (let orientation = 1; orientation <= 8; orientation++) {
    const picture = await decodePicture(withOrientation(jpeg, orientation), "x.jpg");
    expectUpright(picture, { width: 64, height: 24 }, orientation, (x) => 255 * x / 63, 4);
  }
});

Deno.test("decodePicture() throws InputError wherever a JPEG is cut short, and reads on after it", async () => {
  for (const jpeg of [await encodeRamp(64, 24), await readSample("cmyk.jpg")]) {
    for (let length = 3; length < jpeg.length - 2; length += 7) {
      await assert.rejects(decodePicture(jpeg.subarray(0, length), "x.jpg"), (error: Error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, /^x\.jpg: expected a sound JPEG[^\n]+$/);
        return true;
      }, `${length} of ${jpeg.length} bytes`);
    }
    assert.ok((await decodePicture(jpeg, "x.jpg")).width > 1);
  }
});

Deno.test("decodePicture() throws InputError on a JPEG's dimensions above the limit before it decodes", async () => {
  const jpeg = await encodeRamp(64, 24);
  const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
  jpeg.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  await assert.rejects(decodePicture(jpeg, "x.jpg"), {
    name: "InputError",
    message: "x.jpg: expected 1 to 50 million pixels, got 65535 × 65535",
  });
});
