/**
 * Colours to one tone: from a picture to the plane in which its ink stands out most.
 *
 * @module
 */
import { borderPlaces, EVEN_BORDER_SPREAD, valuesAt } from "./border.ts";
import type { Picture } from "./picture.ts";
import { createPlane, type Plane } from "./plane.ts";
import { keepValues, percentile } from "./statistics.ts";

type Color = [red: number, green: number, blue: number];

/** Shares of red, green and blue in luma (ITU-R BT.601). */
const LUMA: Color = [0.299, 0.587, 0.114];

/** Pixels, at most, from which the axis of the colours is found. */
const COVARIANCE_PIXELS = 130_000;

/** Alpha from which a pixel shows its own colour alone. */
const OPAQUE = 250;

/** How far apart two lumas are to be two tones, not shades of one. */
const TONE_DISTANCE = 0.25;

/** How far from the paper a colour is to be seen, and which share of that its tone shows at least. */
const VIVID = { distance: 0.25, share: 0.4 };

/** Colours that hardly show in the tone, as a share of all that can be seen: more than blurred rims. */
const LOST_SHARE = 0.03;

/**
 * The tone of each pixel, 0 (dark) to 1 (light).
 *
 * Transparent pixels count as background: where the drawing is made of opacity (ink on nothing), the
 * tone is the transparency; where it is painted on an opaque card, they take the card's colour.
 * Colours are projected on the axis along which the picture's colours vary most, so that yellow on
 * white or red on green stands out although its luma hardly differs. Where there are pens of several
 * colours, so that one axis does not show all of them, it is the nearness to the paper's colour.
 */
export function readTone(picture: Picture): Plane {
  const card = findCard(picture);
  if (card === "transparent") return readTransparency(picture);
  const colors = layOverCard(picture, card);
  const axis = findColorAxis(colors);
  const tone = createPlane(picture.width, picture.height);
  for (let i = 0, c = 0; i < tone.data.length; i++, c += 3) {
    tone.data[i] = axis[0] * colors[c] + axis[1] * colors[c + 1] + axis[2] * colors[c + 2];
  }
  const paper = findEvenPaper(picture, colors);
  return paper && losesColors(tone, colors, { paper, axis })
    ? measureNearness(colors, paper, picture)
    : tone;
}

/** What lies behind the picture: the luma of a card, or nothing if the opaque part is all of one tone. */
function findCard({ data }: Picture): number | "transparent" {
  let isOpaque = true;
  for (let i = 3; i < data.length && isOpaque; i += 4) isOpaque = data[i] >= OPAQUE;
  if (isOpaque) return 1;
  const lumas = new Float32Array(data.length / 4);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < OPAQUE) continue;
    lumas[count++] = (data[i] * LUMA[0] + data[i + 1] * LUMA[1] + data[i + 2] * LUMA[2]) / 255;
  }
  if (count === 0) return "transparent";
  const opaque = lumas.subarray(0, count), card = percentile(opaque, 0.5);
  const strangers = keepValues(opaque, (luma) => Math.abs(luma - card) > TONE_DISTANCE).length;
  return strangers > 0.02 * count && strangers < 0.45 * count ? card : "transparent";
}

function readTransparency(picture: Picture): Plane {
  const tone = createPlane(picture.width, picture.height);
  for (let i = 0; i < tone.data.length; i++) tone.data[i] = 1 - picture.data[4 * i + 3] / 255;
  return tone;
}

/** Red, green and blue of each pixel, 0 to 1, laid over a grey card. */
function layOverCard({ data }: Picture, card: number): Float32Array {
  const colors = new Float32Array(data.length / 4 * 3);
  for (let i = 0, c = 0; i < data.length; i += 4, c += 3) {
    const alpha = data[i + 3] / 255, below = card * (1 - alpha);
    colors[c] = data[i] / 255 * alpha + below;
    colors[c + 1] = data[i + 1] / 255 * alpha + below;
    colors[c + 2] = data[i + 2] / 255 * alpha + below;
  }
  return colors;
}

/** The principal axis of the picture's colours, scaled so that greys keep their value. */
function findColorAxis(colors: Float32Array): Color {
  let axis = LUMA;
  const covariance = covarianceOfColors(colors);
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

function covarianceOfColors(colors: Float32Array): Color[] {
  let r = 0, g = 0, b = 0, rr = 0, rg = 0, rb = 0, gg = 0, gb = 0, bb = 0, n = 0;
  // Every so many pixels of a large picture; odd, so that it does not run down the columns.
  const stride = Math.ceil(colors.length / 3 / COVARIANCE_PIXELS) | 1;
  for (let i = 0; i < colors.length; i += 3 * stride, n++) {
    const red = colors[i], green = colors[i + 1], blue = colors[i + 2];
    r += red, g += green, b += blue;
    rr += red * red, rg += red * green, rb += red * blue;
    gg += green * green, gb += green * blue, bb += blue * blue;
  }
  const of = (product: number, a: number, b: number) => product / n - (a / n) * (b / n);
  return [
    [of(rr, r, r), of(rg, r, g), of(rb, r, b)],
    [of(rg, r, g), of(gg, g, g), of(gb, g, b)],
    [of(rb, r, b), of(gb, g, b), of(bb, b, b)],
  ];
}

/** The colour along the picture's edge, if it is the same all around. */
function findEvenPaper({ width, height }: Picture, colors: Float32Array): Color | undefined {
  const places = borderPlaces(width, height);
  const paper: number[] = [];
  for (let channel = 0; channel < 3; channel++) {
    const values = valuesAt(colors, places, { channel, channels: 3 });
    if (percentile(values, 0.75) - percentile(values, 0.25) > EVEN_BORDER_SPREAD) return undefined;
    paper.push(percentile(values, 0.5));
  }
  return paper as Color;
}

/** 1 − the largest difference from the paper's colour in any channel. */
function measureNearness(colors: Float32Array, paper: Color, { width, height }: Picture): Plane {
  const nearness = createPlane(width, height);
  for (let i = 0, c = 0; i < nearness.data.length; i++, c += 3) {
    nearness.data[i] = 1 - distanceFrom(paper, colors, c);
  }
  return nearness;
}

/** Whether much that differs from the paper in colour hardly differs from it in tone. */
function losesColors(
  { data }: Plane,
  colors: Float32Array,
  { paper, axis }: { paper: Color; axis: Color },
): boolean {
  const paperTone = dot(axis, paper);
  let seen = 0, lost = 0;
  for (let i = 0, c = 0; i < data.length; i++, c += 3) {
    const distance = distanceFrom(paper, colors, c);
    if (distance < VIVID.distance) continue;
    seen++;
    if (Math.abs(data[i] - paperTone) < VIVID.share * distance) lost++;
  }
  return lost > LOST_SHARE * seen;
}

function distanceFrom(paper: Color, colors: Float32Array, at: number): number {
  return Math.max(
    Math.abs(colors[at] - paper[0]),
    Math.abs(colors[at + 1] - paper[1]),
    Math.abs(colors[at + 2] - paper[2]),
  );
}

function dot(a: Color, b: Color): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
