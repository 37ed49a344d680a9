/**
 * Kinds of picture files, told apart by how they begin.
 *
 * @module
 */

/** Formats that are decoded. */
export const READABLE_FORMATS = [
  "PNG",
  "JPEG",
  "WebP",
  "GIF",
  "BMP",
  "TIFF",
  "AVIF",
  "HEIC",
] as const;

/** A format that is decoded. */
export type PictureFormat = typeof READABLE_FORMATS[number];

/** Formats and how their files begin; "?" stands for any byte. */
const SIGNATURES: [format: string, start: string][] = [
  ["PNG", "\x89PNG\r\n\x1a\n"],
  ["JPEG", "\xff\xd8\xff"],
  ["GIF", "GIF87a"],
  ["GIF", "GIF89a"],
  ["WebP", "RIFF????WEBP"],
  ["BMP", "BM"],
  ["TIFF", "II*\0"],
  ["TIFF", "MM\0*"],
  ["PDF", "%PDF-"],
  ["PostScript", "%!PS"],
  ["SVG", "<svg"],
  ["XML", "<?xml"],
  ["HTML", "<!DOCTYPE html"],
  ["Photoshop", "8BPS"],
  ["JPEG XL", "\xff\x0a"],
  ["JPEG XL", "\0\0\0\x0cJXL "],
  ["JPEG 2000", "\0\0\0\x0cjP  "],
  ["ICO", "\0\0\x01\0"],
  ["ZIP", "PK\x03\x04"],
  ["gzip", "\x1f\x8b"],
];

/** What stands in a HEIF file's first box, of the pictures that are stored in such files. */
const HEIF_BRANDS: [format: PictureFormat, brands: string[]][] = [
  ["AVIF", ["avif", "avis"]],
  ["HEIC", ["heic", "heix", "heim", "heis", "hevc", "hevx"]],
];

/** Names a file's format by its first bytes: one of {@link READABLE_FORMATS}, or what else it is. */
export function recognizeFormat(bytes: Uint8Array): string {
  if (bytes.length === 0) return "an empty file";
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  const matches = (signature: string) =>
    [...signature].every((char, i) => char === "?" || char === start[i]);
  const known = SIGNATURES.find(([, signature]) => matches(signature))?.[0];
  return known ?? recognizeHeif(start) ?? "a file of another kind";
}

/** Whether files of a format are decoded. */
export function isReadable(format: string): format is PictureFormat {
  return (READABLE_FORMATS as readonly string[]).includes(format);
}

/** The box `ftyp` (ISO 14496-12): its length, its type, a brand, a version, compatible brands. */
function recognizeHeif(start: string): string | undefined {
  if (start.slice(4, 8) !== "ftyp") return undefined;
  const brands = start.slice(8, Math.max(16, start.charCodeAt(3))).match(/.{4}/gs) ?? [];
  const known = HEIF_BRANDS.find(([, names]) => brands.some((brand) => names.includes(brand)));
  return known?.[0] ?? "a video or another HEIF file";
}
