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

/** Colour of the frames of pictures. */
export const FRAME_COLOR = "#d0d7de";

/** Colour of what is wrong or marked, in small print. */
export const MARK_COLOR = "#b84c00";

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

/**
 * One colour a digit: all dark enough for small print, and apart from each other for people with any
 * colour-vision deficiency (found by search, hues after Paul Tol's "muted").
 */
export const DIGIT_COLORS: readonly string[] = [
  "#2243a7",
  "#c32a6e",
  "#2e4614",
  "#1579c4",
  "#7b3051",
  "#665810",
  "#17737c",
  "#51205c",
  "#9a6a2a",
  "#2d2a22",
];

/** Colour ramps: counts and shares, activations, and values around zero. */
export const SCHEMES = { counts: "blues", activations: "viridis", signed: "rdbu" } as const;
