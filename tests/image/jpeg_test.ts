import assert from "node:assert/strict";
import encode from "@jsquash/jpeg/encode.js";
import { InputError } from "../../lib/errors.ts";
import { decodePicture } from "../../lib/image/decode.ts";
import { readJpegOutline } from "../../lib/image/jpeg.ts";
import { makeBombs } from "./bombs.ts";
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

Deno.test("decodePicture() refuses a JPEG whose frame hides behind a marker without a length, by its dimensions", async () => {
  const { "hidden_frame.jpg": hidden } = await makeBombs();
  await assert.rejects(decodePicture(hidden, "x.jpg"), {
    name: "InputError",
    message: "x.jpg: expected 1 to 50 million pixels, got 20000 × 20000",
  });
});

Deno.test("decodePicture() reads a JPEG of as many scans as encoders make, and refuses one of thousands", async () => {
  const { "scans.jpg": bomb } = await makeBombs();
  await assert.rejects(decodePicture(bomb, "x.jpg"), {
    name: "InputError",
    message: "x.jpg: expected a JPEG of at most 100 scans, got 17000",
  });
  const jpeg = await readSample("progressive.jpg"), { scans, size } = readJpegOutline(jpeg);
  assert.ok(scans > 5 && scans < 20, `${scans}`);
  assert.deepEqual(size, { width: 48, height: 32 });
});

Deno.test("readJpegOutline() finds neither scans nor frames inside segments, nor behind the end", () => {
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 3, 0, 7, 1, 1, 0x11, 0], scan = [0xff, 0xda, 0, 3, 1];
  const comment = [0xff, 0xfe, 0, 2 + scan.length, ...scan];
  const jpeg = [
    ...[0xff, 0xd8, 0xff, 0xff, 0xff, 1, ...comment, ...frame, ...scan, 9, 0xff, 0, 0xff, 0xd3, 9],
    ...[...scan, 0xff, 0xd9, ...scan, ...frame],
  ];
  assert.deepEqual(readJpegOutline(Uint8Array.from(jpeg)), {
    size: { height: 3, width: 7 },
    scans: 2,
  });
  for (let length = 2; length < jpeg.length; length++) {
    readJpegOutline(Uint8Array.from(jpeg.slice(0, length)));
  }
});
