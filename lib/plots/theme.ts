/**
 * What all figures share: fonts, sizes and palettes that people with colour-vision deficiency can read.
 *
 * @module
 */

/** Fonts of one width (Arimo, Arial, Helvetica and Liberation Sans are metric-compatible). */
export const FONT_FAMILY = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif";

/** Width of a figure unless told otherwise, in CSS pixels: fits a notebook's output column. */
export const FIGURE_WIDTH_PX = 720;

/** Colour of text and axes. */
export const TEXT_COLOR = "#24292f";

/** Colour of subtitles, captions and reference lines. */
export const MUTED_COLOR = "#6a737d";

/** Okabe & Ito's palette (2008), strongest contrast on white first. */
export const PALETTE = {
  blue: "#0072b2",
  vermillion: "#d55e00",
  green: "#009e73",
  purple: "#cc79a7",
  orange: "#e69f00",
  sky: "#56b4e9",
} as const;

/** The palette as the range of a categorical colour scale. */
export const CATEGORY_COLORS: readonly string[] = Object.values(PALETTE);

/** One colour a digit, all dark enough for small print: after Paul Tol's "muted" and "vibrant". */
export const DIGIT_COLORS: readonly string[] = [
  "#332288",
  "#cc6677",
  "#117733",
  "#0077bb",
  "#882255",
  "#999933",
  "#44aa99",
  "#aa4499",
  "#ddaa33",
  "#777777",
];

/** Colour ramps: counts and shares, activations, and values around zero. */
export const SCHEMES = { counts: "blues", activations: "viridis", signed: "rdbu" } as const;
