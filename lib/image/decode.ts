/**
 * Picture files of any kind, told apart by their first bytes.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { decodeJpeg } from "./jpeg.ts";
import type { Picture } from "./picture.ts";
import { decodePng } from "./png.ts";

/** File formats and how their files begin; "?" stands for any byte. */
const SIGNATURES: [format: string, start: string][] = [
  ["PNG", "\x89PNG\r\n\x1a\n"],
  ["JPEG", "\xff\xd8\xff"],
  ["GIF", "GIF8"],
  ["WebP", "RIFF????WEBP"],
  ["BMP", "BM"],
  ["TIFF", "II*\0"],
  ["TIFF", "MM\0*"],
  ["AVIF", "????ftypavif"],
  ["HEIC", "????ftyphei"],
  ["HEIF", "????ftypmif1"],
  ["PDF", "%PDF-"],
  ["SVG", "<svg"],
  ["XML", "<?xml"],
];

/**
 * Decodes a PNG or JPEG.
 *
 * @param source The file's name, for messages; a JPEG that is named .png is refused, since whoever
 *   named it so takes it for something that it is not.
 * @throws {InputError} If the bytes are no PNG or JPEG, damaged, or larger than the limit.
 */
export async function decodePicture(bytes: Uint8Array, source: string): Promise<Picture> {
  const format = recognizeFormat(bytes);
  if (format === "PNG") return decodePng(bytes, source);
  if (format !== "JPEG") {
    throw new InputError(`${source}: expected a PNG or JPEG, got ${format}`);
  }
  if (/\.png$/i.test(source)) {
    throw new InputError(`${source}: expected a PNG, got JPEG; rename it to .jpg`);
  }
  return await decodeJpeg(bytes, source);
}

function recognizeFormat(bytes: Uint8Array): string {
  if (bytes.length === 0) return "an empty file";
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const matches = (signature: string) =>
    [...signature].every((char, i) => char === "?" || char === start[i]);
  return SIGNATURES.find(([, signature]) => matches(signature))?.[0] ?? "a file of another kind";
}
