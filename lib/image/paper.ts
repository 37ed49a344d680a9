/**
 * What the paper looks like under the ink, in a photo with uneven light.
 *
 * @module
 */
import { blurBox, boxWithMargin, closeBox, copyBox, mapPlane } from "./plane.ts";
import { type Plane, resamplePlane } from "./plane.ts";

/** Shadows wider than twice this share of the longer side count as paper, not as ink. */
const CLOSING_SHARE = 1 / 8;

/** Longer side, in pixels, at which paper is looked at: light varies slowly. */
const SMALL_SIDE = 256;

/** The mean tone of what lies around each pixel. */
export function findSurroundings(tone: Plane): Plane {
  return atSmallSide(tone, (small) => blurBox(small, Math.ceil(longerSide(small) / 4)));
}

/**
 * The tone that the paper has at each pixel: what stays when everything narrow is filled up.
 *
 * @param sign 1 for dark ink on light paper, −1 for light on dark.
 */
export function findPaper(tone: Plane, sign: 1 | -1): Plane {
  return atSmallSide(tone, (small) => {
    const darkOnLight = mapPlane(blurBox(small, 1), (value) => sign * value);
    const closed = closeBox(darkOnLight, Math.ceil(longerSide(small) * CLOSING_SHARE));
    return mapPlane(closed, (value) => sign * value);
  });
}

/** Applies a filter to a plane shrunk by a whole factor, and enlarges what comes of it. */
function atSmallSide(plane: Plane, filter: (small: Plane) => Plane): Plane {
  const { width, height } = plane, factor = Math.ceil(longerSide(plane) / SMALL_SIDE);
  if (factor === 1) return filter(plane);
  const size = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
  // The last blocks may reach beyond the plane, which goes on there as it ends.
  const blocks = { left: 0, top: 0, width: size.width * factor, height: size.height * factor };
  const small = resamplePlane(copyBox(plane, blocks, "edge"), blocks, size);
  const padded = copyBox(filter(small), boxWithMargin(small, 1), "edge");
  const box = { left: 1, top: 1, width: width / factor, height: height / factor };
  return resamplePlane(padded, box, { width, height });
}

function longerSide({ width, height }: Plane): number {
  return Math.max(width, height);
}
