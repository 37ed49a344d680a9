import assert from "node:assert/strict";
import encode from "@jsquash/jpeg/encode.js";
import { decodePicture } from "../../lib/image/decode.ts";
import { encodePng } from "../../lib/image/png.ts";

const white = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) };
const encodeJpeg = async () =>
  new Uint8Array(await encode({ ...white, colorSpace: "srgb" } as ImageData));

Deno.test("decodePicture() goes by the first bytes: a PNG is read under any name", async () => {
  assert.equal((await decodePicture(encodePng(white), "x.jpg")).width, 8);
});

Deno.test("decodePicture() reads a JPEG but for one that is named .png", async () => {
  const jpeg = await encodeJpeg();
  assert.equal((await decodePicture(jpeg, "x.JPEG")).width, 8);
  assert.equal((await decodePicture(jpeg, "pasted")).width, 8);
  await assert.rejects(decodePicture(jpeg, "x.PNG"), {
    name: "InputError",
    message: "x.PNG: expected a PNG, got JPEG; rename it to .jpg",
  });
});

const OTHERS: [start: string, format: string][] = [
  ["GIF89a\x01\0\x01\0", "GIF"],
  ["RIFF\x24\0\0\0WEBPVP8 ", "WebP"],
  ["BM\x46\0\0\0", "BMP"],
  ["II*\0\x08\0\0\0", "TIFF"],
  ["MM\0*\0\0\0\x08", "TIFF"],
  ["\0\0\0\x1cftypavif", "AVIF"],
  ["\0\0\0\x18ftypheic", "HEIC"],
  ["%PDF-1.7", "PDF"],
  ['<svg xmlns="', "SVG"],
  ["hello", "a file of another kind"],
  ["\x89PN", "a file of another kind"],
  ["", "an empty file"],
];

Deno.test("decodePicture() throws InputError that names the format that came", async () => {
  for (const [start, format] of OTHERS) {
    const bytes = Uint8Array.from(start, (char) => char.charCodeAt(0));
    await assert.rejects(decodePicture(bytes, "x.png"), {
      name: "InputError",
      message: `x.png: expected a PNG or JPEG, got ${format}`,
    });
  }
});
