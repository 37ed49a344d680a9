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

/** Colour of frames around pictures. */
export const FRAME_COLOR = "#d0d7de";

/** Colour of mistakes and marked points, in small print. */
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

/** The palette's colours, in its order. */
export const CATEGORY_COLORS: readonly string[] = Object.values(PALETTE);

/**
 * A colour for each of the first ten classes: all dark enough for small print and far from black, and
 * apart from each other for people with any colour-vision deficiency (found by search).
 */
export const CLASS_COLORS: readonly string[] = [
  "#306bfd",
  "#a40e03",
  "#167e60",
  "#274b8f",
  "#8866ac",
  "#e60c6b",
  "#8b04c4",
  "#851464",
  "#a16105",
  "#040dff",
];

/** The colour of a class; from the eleventh on colours repeat, so a label must tell classes apart. */
export function classColor(label: number): string {
  return CLASS_COLORS[label % CLASS_COLORS.length];
}

/** Colours for so many series: the palette's where they suffice, otherwise those of classes. */
export function categoryColors(count: number): string[] {
  const colorOf = count <= CATEGORY_COLORS.length ? (i: number) => CATEGORY_COLORS[i] : classColor;
  return Array.from({ length: count }, (_, i) => colorOf(i));
}

/**
 * Colour ramps: counts and shares, activations, and values around zero. Zero is
 * as light as paper, so that what counts stands out, in dark themes too.
 */
export const SCHEMES = { counts: "blues", activations: "blues", signed: "rdbu" } as const;
