/**
 * Picture files of any kind, told apart by their first bytes: one door that bounds what they cost.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { decodeInWorker } from "./decode_client.ts";
import { isReadable, READABLE_FORMATS, recognizeFormat } from "./formats.ts";
import { MAX_PICTURE_PIXELS, type Picture } from "./picture.ts";
import { decodePng, isSmallPng } from "./png.ts";

/** What decoding a picture may cost. */
export interface DecodeLimits {
  /** The largest file. */
  bytes: number;
  /** The largest picture. */
  pixels: number;
  /**
   * The longest time of work once the decoder is loaded, which takes half a second of its own. Where other programs
   * keep it from its core, up to three times as long by the clock.
   */
  seconds: number;
}

/** How a picture is decoded: limits that differ from {@link DECODE_LIMITS}, and whose its bytes are. */
export interface DecodeOptions extends Partial<DecodeLimits> {
  /** Whether the bytes may be moved to the decoder, which leaves the caller none: they are not copied. Default false. */
  takeBytes?: boolean;
}

/** Room for a 50-megapixel photo, uncompressed as well, and for all of it in 1 GB of memory. */
export const DECODE_LIMITS: DecodeLimits = {
  bytes: 160_000_000,
  pixels: MAX_PICTURE_PIXELS,
  seconds: 4,
};

/** What makes a picture of other kinds of files. */
const ADVICE: Record<string, string> = {
  PDF: "; export the page as PNG",
  SVG: "; export it as PNG",
  ZIP: "; unpack it first",
  gzip: "; unpack it first",
  "an empty file": "",
};

/**
 * Decodes a PNG, JPEG, WebP, GIF (its first frame), BMP, TIFF (its first page), AVIF or HEIC to
 * sRGB, turned upright as its metadata say. The format is told by the bytes, not by the name.
 *
 * The limits hold for what is decoded in truth, whatever the file says of itself: all but small
 * PNGs are decoded in a Worker with bounded memory, which is ended when the time is over.
 *
 * @param source The file's name, for messages.
 * @throws {InputError} If the file is of another kind, damaged, cut short or above a limit.
 */
export async function decodePicture(
  bytes: Uint8Array,
  source: string,
  options: DecodeOptions = {},
): Promise<Picture> {
  const { bytes: maxBytes, pixels, seconds, takeBytes } = { ...DECODE_LIMITS, ...options };
  if (bytes.length > maxBytes) {
    throw new InputError(
      `${source}: expected at most ${maxBytes / 1e6} MB, got ${(bytes.length / 1e6).toFixed(1)}`,
    );
  }
  const format = recognizeFormat(bytes);
  if (!isReadable(format)) {
    const advice = ADVICE[format] ?? "; convert it to PNG";
    throw new InputError(`${source}: expected ${listFormats()}, got ${format}${advice}`);
  }
  if (format === "PNG" && isSmallPng(bytes, pixels)) return decodePng(bytes, source);
  const { buffer } = bytes, isWhole = bytes.length === buffer.byteLength;
  const file = takeBytes && isWhole && buffer instanceof ArrayBuffer
    ? buffer
    : new Uint8Array(bytes).buffer;
  return await decodeInWorker({ file, format, source, maxPixels: pixels }, seconds);
}

function listFormats(): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(READABLE_FORMATS);
}
