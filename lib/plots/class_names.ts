/**
 * Labels of classes that fit into figures, from ten digits to 255 words.
 *
 * @module
 */

/** Mean width of a character, relative to the font size. */
const CHARACTER_WIDTH_EM = 0.56;
const FONT_SIZE_PX = 12;
/** Distance from one line of axis labels to the next. */
const LINE_PX = 14;
const LONGEST_LABEL = 14;

/** What the font of the figures can draw; Common and Inherited are digits, punctuation and accents. */
const DRAWABLE =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]+$/u;

/**
 * Labels for the classes: their names, shortened where long. A name in a script that the figures' font
 * lacks is replaced by the number of its class.
 */
export function labelClasses(classes: readonly string[]): string[] {
  return classes.map((name, label) =>
    DRAWABLE.test(name) ? shorten(name, LONGEST_LABEL) : `class ${label}`
  );
}

/** Cuts text to so many characters, the last of them an ellipsis. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  return `${characters.slice(0, Math.max(0, most - 1)).join("").trimEnd()}…`;
}

/** How many characters fit into a width. */
export function countFitting(widthPx: number, fontSize = FONT_SIZE_PX): number {
  return Math.max(1, Math.floor(widthPx / (fontSize * CHARACTER_WIDTH_EM)));
}

/** Width of the longest of some labels, in CSS pixels. */
export function measureLabels(labels: readonly string[]): number {
  const longest = labels.reduce((most, label) => Math.max(most, [...label].length), 0);
  return longest * FONT_SIZE_PX * CHARACTER_WIDTH_EM;
}

/** Plot's options for the ticks of an axis on which each class has its number for a place. */
export interface ClassTicks {
  readonly ticks: number[];
  readonly tickFormat: (label: number) => string;
  readonly tickRotate: number;
  readonly tickSize: number;
}

/**
 * Labels a horizontal axis: horizontally where there is room, otherwise vertically, and only every
 * second, third … class where even that is too dense.
 *
 * @param stepPx Distance from class to class.
 */
export function ticksAcross(labels: readonly string[], stepPx: number): ClassTicks {
  const fits = measureLabels(labels) + 4 <= stepPx;
  return { ...ticksDown(labels, fits ? LINE_PX : stepPx), tickRotate: fits ? 0 : -90 };
}

/** Labels a vertical axis, every second, third … class where all would be too dense. */
export function ticksDown(labels: readonly string[], stepPx: number): ClassTicks {
  const every = Math.ceil(LINE_PX / stepPx);
  return {
    ticks: Array.from({ length: Math.ceil(labels.length / every) }, (_, i) => i * every),
    tickFormat: (label) => labels[label] ?? "",
    tickRotate: 0,
    tickSize: 0,
  };
}

/** Height of a horizontal axis's labels, in CSS pixels. */
export function heightOfTicks(labels: readonly string[], { tickRotate }: ClassTicks): number {
  return tickRotate === 0 ? LINE_PX : Math.ceil(measureLabels(labels)) + 4;
}
