/**
 * How figures look among a notebook's outputs.
 *
 * @module
 */

/** The class of every figure. */
export const FIGURE_CLASS = "lenet5-figure";

/**
 * In a dark theme figures are inverted and their hues turned back: dark cards with light text and the same
 * colours, ink light on dark. A viewer that drops the rule shows light cards.
 */
export const DARK_THEME_RULE = `[data-jp-theme-light="false"] .${FIGURE_CLASS}` +
  "{filter:invert(.93) hue-rotate(180deg)}";
