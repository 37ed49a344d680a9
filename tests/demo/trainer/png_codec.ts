/**
 * The pictures of corrections without a browser.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import type { PictureCodec } from "../../../lib/demo/trainer/correction_files.ts";

/** Grey PNGs by way of pngjs. */
export const PNGJS_CODEC: PictureCodec = {
  encode(pixels) {
    const png = new PNG({ width: 28, height: 28 });
    pixels.forEach((ink, i) => png.data.set([ink, ink, ink, 255], 4 * i));
    return Promise.resolve(new Uint8Array(PNG.sync.write(png)));
  },
  // deno-lint-ignore require-await -- what pngjs throws is to reject
  async decode(bytes) {
    const { data } = PNG.sync.read(Buffer.from(bytes));
    return Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);
  },
};
