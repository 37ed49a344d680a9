/**
 * What decoders throw.
 *
 * @module
 */

/**
 * What is wrong with a picture file, as its decoder puts it. A decoder that throws anything else has
 * failed itself and must not be used again.
 */
export class DamagedPictureError extends Error {
  override name = "DamagedPictureError";
}
