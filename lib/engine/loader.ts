/**
 * Images of a batch, warped or plain, into the first stage's field.
 *
 * @module
 */
import {
  DISPLACEMENT_FLOATS,
  DISPLACEMENT_ROW_BYTES,
  drawWarp,
  findLongestDisplacement,
} from "../augmentation/warp.ts";
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { LANES } from "../kernels/module.ts";
import { mixSeeds } from "../random.ts";
import { type Context, floatsAt } from "./context.ts";
import type { StepBatch, StepOptions } from "./types.ts";

/** Makes the function that loads the first `lanes` images of a block. */
export function createLoader(
  context: Context,
  { seed, augmentation }: StepOptions,
): (batch: StepBatch, block: number, lanes: number) => void {
  const { kernels, layout, scratch, ints } = context;
  const place = layout.stages[0];
  const plane = floatsAt(context, layout.displacement, DISPLACEMENT_FLOATS);
  const reach = (augmentation?.elasticPixels ?? 0) * findLongestDisplacement(plane);
  return (batch, block, lanes) => {
    const field = place.field + block * place.fieldStride + place.interior;
    for (let lane = 0; lane < lanes; lane++) {
      const position = batch.first + block * LANES + lane;
      const image = layout.images + ints[(layout.order >> 2) + position] * IMAGE_PIXELS;
      const to = field + lane * 4;
      if (!augmentation) {
        kernels.copyDigit(image, to, layout.imageRow, IMAGE_SIZE, IMAGE_SIZE, 1 / 255);
        continue;
      }
      const warp = drawWarp(mixSeeds(seed, batch.epoch, position), augmentation);
      kernels.packDigit(image, scratch.packedDigit);
      // deno-fmt-ignore
      kernels.warpDigit(scratch.packedDigit, to, layout.imageRow, warp.xx, warp.xy, warp.x0, warp.yx,
        warp.yy, warp.y0, layout.displacement + warp.windowX * 4, layout.displacement + warp.windowY * 4,
        DISPLACEMENT_ROW_BYTES, warp.amplitudeX, warp.amplitudeY, reach);
    }
  };
}
