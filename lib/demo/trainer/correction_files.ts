/**
 * Corrections as a folder of pictures by class, in a ZIP archive: unpacked, `--data my_hand --raw` reads it. What
 * is no digit lies in a folder beside it, for that is no class.
 *
 * @module
 */
import { zipSync } from "fflate/browser";
import { DIGIT_CLASSES, IMAGE_PIXELS } from "../../dataset/labeled_images.ts";
import type { Correction } from "./messages.ts";
import { unzip } from "./unzip.ts";

/** Folders of the archive: of digits by class, and of what is none. */
const DIGITS = "my_hand", OTHERS = "no_digit";

/** How pictures are written and read where this runs. */
export interface PictureCodec {
  /** Makes a PNG of 784 ink bytes, light on dark as MNIST's are. */
  encode(pixels: Uint8Array): Promise<Uint8Array>;
  /**
   * Reads 784 ink bytes from such a PNG.
   *
   * @throws {Error} If it is no picture of 28×28.
   */
  decode(png: Uint8Array): Promise<Uint8Array>;
}

/** Packs corrections; each class's pictures are numbered from 1. */
export async function packCorrections(
  corrections: readonly Correction[],
  { encode }: Pick<PictureCodec, "encode">,
): Promise<Uint8Array<ArrayBuffer>> {
  const files: Record<string, Uint8Array> = {}, counts = new Map<string, number>();
  for (const { pixels, label } of corrections) {
    const folder = label === undefined ? OTHERS : `${DIGITS}/${DIGIT_CLASSES[label]}`;
    const count = (counts.get(folder) ?? 0) + 1;
    counts.set(folder, count);
    files[`${folder}/${count}.png`] = await encode(pixels);
  }
  return zipSync(files) as Uint8Array<ArrayBuffer>;
}

/**
 * Unpacks corrections.
 *
 * @throws {Error} If it is no archive of pictures in folders named by digits.
 */
export async function unpackCorrections(
  archive: Uint8Array,
  { decode }: Pick<PictureCodec, "decode">,
): Promise<Correction[]> {
  const corrections: Correction[] = [];
  for (const [path, bytes] of unzip(archive, "pictures", (path) => /\.png$/i.test(path))) {
    const folder = path.split("/").at(-2) ?? "", label = DIGIT_CLASSES.indexOf(folder);
    if (label < 0 && folder !== OTHERS) {
      throw new Error(`expected pictures in folders called 0 to 9 or ${OTHERS}, got ${path}`);
    }
    const pixels = await decode(bytes).catch((error: Error) => {
      throw new Error(`${path}: ${error.message}`);
    });
    if (pixels.length !== IMAGE_PIXELS) throw new Error(`${path}: expected 28 × 28 pixels`);
    corrections.push(label < 0 ? { pixels } : { pixels, label });
  }
  if (corrections.length === 0) throw new Error("expected pictures in the archive, found none");
  return corrections;
}
