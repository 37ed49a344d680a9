/**
 * Colours to one tone: from a picture to the plane in which its ink stands out most.
 *
 * @module
 */
import { percentile } from "./statistics.ts";
import type { Picture } from "./picture.ts";
import { createPlane, type Plane } from "./plane.ts";

type Color = [red: number, green: number, blue: number];

/** Shares of red, green and blue in luma (ITU-R BT.601). */
const LUMA: Color = [0.299, 0.587, 0.114];

/** Alpha from which a pixel shows its own colour alone. */
const OPAQUE = 250;

/** How far apart two lumas are to be two tones, not shades of one. */
const TONE_DISTANCE = 0.25;

/**
 * The tone of each pixel, 0 (dark) to 1 (light).
 *
 * Transparent pixels count as background: where the drawing is made of opacity (ink on nothing), the
 * tone is the transparency; where it is painted on an opaque card, they take the card's colour.
 * Colours are projected on the axis along which the picture's colours vary most, so that yellow on
 * white or red on green stands out although its luma hardly differs.
 */
export function readTone(picture: Picture): Plane {
  const background = findBackground(picture);
  if (background === "transparent") return readTransparency(picture);
  const axis = findColorAxis(picture, background);
  const tone = createPlane(picture.width, picture.height);
  for (let i = 0; i < tone.data.length; i++) {
    tone.data[i] = dot(axis, colorAt(picture.data, i, background));
  }
  return tone;
}

/** What lies behind the picture: a colour, or nothing if the opaque part is all of one tone. */
function findBackground(picture: Picture): Color | "transparent" {
  const { data } = picture;
  const lumas: number[] = [];
  let sawTransparency = false;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < OPAQUE) sawTransparency = true;
    else lumas.push((data[i] * LUMA[0] + data[i + 1] * LUMA[1] + data[i + 2] * LUMA[2]) / 255);
  }
  if (!sawTransparency) return [1, 1, 1];
  if (lumas.length === 0) return "transparent";
  const card = percentile(Float32Array.from(lumas), 0.5);
  const strangers = lumas.filter((luma) => Math.abs(luma - card) > TONE_DISTANCE).length;
  const isCard = strangers > 0.02 * lumas.length && strangers < 0.45 * lumas.length;
  return isCard ? [card, card, card] : "transparent";
}

function readTransparency(picture: Picture): Plane {
  const tone = createPlane(picture.width, picture.height);
  for (let i = 0; i < tone.data.length; i++) tone.data[i] = 1 - picture.data[4 * i + 3] / 255;
  return tone;
}

/** The principal axis of the picture's colours, scaled so that greys keep their value. */
function findColorAxis(picture: Picture, background: Color): Color {
  let axis = LUMA;
  const covariance = covarianceOfColors(picture, background);
  for (let turn = 0; turn < 20; turn++) { // power iteration
    const next = covariance.map((row) => dot(row, axis)) as Color;
    const length = Math.hypot(...next);
    if (length === 0) break;
    axis = next.map((value) => value / length) as Color;
  }
  const sign = dot(axis, LUMA) < 0 ? -1 : 1;
  const sum = axis.reduce((total, value) => total + Math.abs(value), 0) * sign;
  return axis.map((value) => value / sum) as Color;
}

function covarianceOfColors(picture: Picture, background: Color): Color[] {
  const sums = [0, 0, 0], products = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
  const count = picture.width * picture.height;
  for (let i = 0; i < count; i++) {
    const color = colorAt(picture.data, i, background);
    for (let a = 0; a < 3; a++) {
      sums[a] += color[a];
      for (let b = 0; b < 3; b++) products[a][b] += color[a] * color[b];
    }
  }
  return products.map((row, a) =>
    row.map((product, b) => product / count - (sums[a] / count) * (sums[b] / count)) as Color
  );
}

/** The colour of a pixel, 0 to 1, laid over the background. */
function colorAt(data: Picture["data"], pixel: number, background: Color): Color {
  const i = 4 * pixel, alpha = data[i + 3] / 255;
  const over = (channel: number) =>
    (data[i + channel] / 255) * alpha + background[channel] * (1 - alpha);
  return [over(0), over(1), over(2)];
}

function dot(a: Color, b: Color): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
