/**
 * Decides where Winograd's minimal filtering pays, along the width of a convolution.
 *
 * @module
 */
import type { Stage } from "../model/network.ts";

/** F(m, r) along the rows of a convolution: `tiles` tiles of `outputs` columns each. */
export interface WinogradTile {
  outputs: number;
  taps: number;
  points: number;
  tiles: number;
}

/** Beyond ten points float32 loses more than three digits. */
const MOST_POINTS = 10;

/**
 * The cheapest tiling of a stage, or undefined where the plain convolution is cheaper or the stage has
 * padding. Counted in multiplications: transforms of input and output included.
 */
export function chooseTile(stage: Stage): WinogradTile | undefined {
  const { outWidth, kernelWidth, channels, outputs } = stage;
  const padded = stage.outHeight + stage.kernelHeight - 1 > stage.height ||
    outWidth + kernelWidth - 1 > stage.width;
  if (padded || kernelWidth === 1 || (channels * outputs) % 8 !== 0) return undefined;
  let best: WinogradTile | undefined;
  let least = stage.outHeight * outWidth * stage.kernelHeight * kernelWidth * channels * outputs;
  for (let m = 2; m + kernelWidth - 1 <= MOST_POINTS; m++) {
    if (outWidth % m !== 0) continue;
    const points = m + kernelWidth - 1, tiles = outWidth / m;
    const products = stage.outHeight * stage.kernelHeight * channels * outputs;
    const transforms = stage.height * channels * points + stage.outHeight * outputs * m;
    const cost = tiles * points * (products + transforms);
    if (cost < least) [best, least] = [{ outputs: m, taps: kernelWidth, points, tiles }, cost];
  }
  return best;
}
