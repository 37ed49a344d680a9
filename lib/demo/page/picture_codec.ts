/**
 * 28×28 pictures as a Worker of a browser writes and reads them.
 *
 * @module
 */
/// <reference lib="dom" />
import { IMAGE_SIZE } from "../../dataset/labeled_images.ts";
import type { PictureCodec } from "../trainer/correction_files.ts";

/** Grey PNGs by way of a canvas. */
export const CANVAS_CODEC: PictureCodec = {
  async encode(pixels) {
    const { canvas, context } = createCanvas();
    const image = context.createImageData(IMAGE_SIZE, IMAGE_SIZE);
    pixels.forEach((ink, i) => image.data.set([ink, ink, ink, 255], 4 * i));
    context.putImageData(image, 0, 0);
    return new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  },
  async decode(png) {
    const blob = new Blob([png.slice()], { type: "image/png" });
    const bitmap = await createImageBitmap(blob).catch(() => {
      throw new Error("expected a PNG");
    });
    const { width, height } = bitmap, { context } = createCanvas();
    if (width !== IMAGE_SIZE || height !== IMAGE_SIZE) {
      throw new Error(`expected 28 × 28 pixels, got ${width} × ${height}`);
    }
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, IMAGE_SIZE, IMAGE_SIZE);
    return Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);
  },
};

function createCanvas() {
  const canvas = new OffscreenCanvas(IMAGE_SIZE, IMAGE_SIZE);
  return { canvas, context: canvas.getContext("2d")! };
}
