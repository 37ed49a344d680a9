/**
 * What everything that asks a network for its opinion is given.
 *
 * @module
 */

/**
 * Probabilities of images: ink bytes, 0 to 255, `count * 784`, to `count * classes` numbers, row by row.
 */
export type Classifier = (images: Uint8Array) => Promise<Float32Array>;
