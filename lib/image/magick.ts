/**
 * Formats beside PNG and JPEG; the only user of ImageMagick, compiled to WebAssembly.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import {
  ColorSpace,
  type IMagickImage,
  initializeImageMagick,
  MagickColors,
  MagickFormat,
  MagickGeometry,
  MagickImage,
  MagickReadSettings,
  ResourceLimits,
} from "@imagemagick/magick-wasm";
import { DamagedPictureError } from "./damaged.ts";
import type { PictureFormat } from "./formats.ts";
import type { Picture } from "./picture.ts";

/** Named to ImageMagick, which would otherwise choose among 200 formats, scripts among them. */
const MAGICK_FORMATS: Record<PictureFormat, MagickFormat> = {
  PNG: MagickFormat.Png,
  JPEG: MagickFormat.Jpeg,
  WebP: MagickFormat.WebP,
  GIF: MagickFormat.Gif,
  BMP: MagickFormat.Bmp,
  TIFF: MagickFormat.Tiff,
  AVIF: MagickFormat.Avif,
  HEIC: MagickFormat.Heic,
};

/** Formats whose first frame need not cover the whole picture. */
const ANIMATED: PictureFormat[] = ["GIF", "WebP"];

/** Pixels that are copied out at a time; each time ImageMagick makes a copy of its own. */
const COPIED_PIXELS = 1_000_000;

/** What warnings say of pixels that are missing and have been made up. */
const MISSING_DATA = /premature end|not enough|insufficient|truncated/i;

let ready: Promise<void> | undefined;

/** Refuses dimensions by throwing. */
export type SizeCheck = (size: { width: number; height: number }) => void;

/**
 * Decodes the first picture of a file to sRGB, turned upright as its metadata say.
 *
 * @param checkSize Asked before the pixels are decoded, by the header, and after.
 * @param onRead Called when `bytes` is no longer needed.
 * @throws {DamagedPictureError} If the file is damaged or cut short; the message says how.
 */
export async function decodeWithMagick(
  bytes: Uint8Array,
  format: PictureFormat,
  { checkSize, onRead }: { checkSize: SizeCheck; onRead(): void },
): Promise<Picture> {
  await startMagick();
  const image = MagickImage.create();
  const warnings: string[] = [];
  image.onWarning = ({ error }) => warnings.push(error.message);
  const settings = new MagickReadSettings({
    format: MAGICK_FORMATS[format],
    frameIndex: 0,
    frameCount: 1,
  });
  try {
    image.ping(bytes, settings);
    checkSize(image);
    if (ANIMATED.includes(format)) checkSize(image.page);
    image.read(bytes, settings);
    onRead();
    const missing = warnings.find((warning) => MISSING_DATA.test(warning));
    if (missing) throw new DamagedPictureError(missing);
    if (ANIMATED.includes(format)) placeOnPage(image);
    // PNGs of both sizes are taken for sRGB whatever gamma they note, as pngjs does.
    if (format !== "PNG" && image.colorSpace !== ColorSpace.Gray) {
      image.colorSpace = ColorSpace.sRGB;
    }
    return readPixels(image, checkSize);
  } catch (error) {
    throw isComplaint(error) ? new DamagedPictureError(describe(error)) : error;
  } finally {
    image.dispose();
  }
}

/** Puts a frame where it lies in the whole picture, on transparent ground. */
function placeOnPage(image: IMagickImage): void {
  const { x, y, width, height } = image.page;
  if (width === image.width && height === image.height || width === 0) return;
  image.extent(new MagickGeometry(-x, -y, width, height), MagickColors.Transparent);
}

function readPixels(image: IMagickImage, checkSize: SizeCheck): Picture {
  image.autoOrient();
  checkSize(image);
  const { width, height } = image, data = new Uint8Array(4 * width * height);
  image.getPixels((pixels) => {
    const step = Math.max(1, Math.floor(COPIED_PIXELS / width));
    for (let y = 0; y < height; y += step) {
      const part = pixels.toByteArray(0, y, width, Math.min(step, height - y), "RGBA");
      if (!part) throw new DamagedPictureError("it has no pixels");
      data.set(part, 4 * width * y);
    }
  });
  return { width, height, data };
}

/** Loads ImageMagick, 15 MB, if that has not been done. */
export function startMagick(): Promise<void> {
  return ready ??= loadMagick();
}

async function loadMagick(): Promise<void> {
  const path = new URL(import.meta.resolve("@imagemagick/magick-wasm/magick.wasm"));
  await initializeImageMagick(await readFile(path));
  ResourceLimits.disk = 0n; // a file system in memory: no way around the limit
}

/** Whether ImageMagick itself speaks: its messages end in the place in its source. */
function isComplaint(error: unknown): error is Error {
  return error instanceof Error && / @ (warning|error|fatal)\/\S+$/.test(error.message);
}

/**
 * ImageMagick's message without that place and in one line: from
 * "ImproperImageHeader `' @ error/bmp.c/…" to "improper image header".
 */
function describe({ message }: Error): string {
  const text = message.split(" `")[0].replaceAll(/\s+/g, " ");
  if (!/^[A-Za-z]+$/.test(text)) return text;
  return text.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
