/**
 * How figures look among a notebook's outputs.
 *
 * @module
 */

/** The class of every figure. */
export const FIGURE_CLASS = "lenet5-figure";

/** What holds the output in a dark theme: of JupyterLab and nbconvert's page, and of VS Code. */
const DARK_THEMES = [`[data-jp-theme-light="false"]`, ".vscode-dark"];

/**
 * In a dark theme figures are inverted and their hues turned back: dark cards with light text and the same
 * colours, ink light on dark. A viewer that drops the rule shows light cards.
 */
export const DARK_THEME_RULE = DARK_THEMES.map((theme) => `${theme} .${FIGURE_CLASS}`).join() +
  "{filter:invert(.93) hue-rotate(180deg)}";
