/**
 * Picture files to 28×28 images, one each: what a folder of pictures by class is read with.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { PreparePicture } from "../dataset/picture_folder.ts";
import { InputError } from "../errors.ts";
import { decodePicture } from "./decode.ts";
import type { Picture } from "./picture.ts";
import { prepareDigit, prepareOneDigit } from "./prepare.ts";
import type { Classifier } from "../classifier.ts";

/** How pictures become images. */
export interface PicturePreparerOptions {
  /** Decides, as in `predict`, whether ink is one digit or several; without it all ink is one digit. */
  classify?: Classifier;
  /** Takes 28×28 grey pictures as they are, made as MNIST's are. Default false: looks for the ink. */
  raw?: boolean;
  /** With `raw`: the pictures are dark on light, where MNIST's are light on dark. Default false. */
  invert?: boolean;
}

/** Creates the function that decodes a picture file and prepares it as `predict` does. */
export function createPicturePreparer(options: PicturePreparerOptions = {}): PreparePicture {
  const { classify, raw = false, invert = false } = options;
  return async (bytes, name) => {
    const picture = await decodePicture(bytes, name);
    if (raw) return takeAsIs(picture, name, invert);
    if (!classify) return prepareDigit(picture)?.pixels;
    return (await prepareOneDigit(picture, classify)).digit?.pixels;
  };
}

/** The grey values of an opaque 28×28 picture as ink. */
function takeAsIs(picture: Picture, name: string, invert: boolean): Uint8Array {
  const { width, height, data } = picture;
  if (width !== IMAGE_SIZE || height !== IMAGE_SIZE) {
    throw new InputError(
      `${name}: expected ${IMAGE_SIZE} × ${IMAGE_SIZE} pixels, got ${width} × ${height}`,
    );
  }
  const ink = new Uint8Array(width * height);
  for (let i = 0; i < ink.length; i++) {
    const [red, green, blue, alpha] = data.subarray(4 * i, 4 * i + 4);
    if (red !== green || green !== blue || alpha !== 255) {
      const came = alpha !== 255 ? "transparency" : "colours";
      throw new InputError(`${name}: expected opaque grey pixels, got ${came}`);
    }
    ink[i] = invert ? 255 - red : red;
  }
  return ink;
}
