/**
 * Text in aligned columns of a terminal, whatever script it is in.
 *
 * @module
 */
import measureWidth from "string-width";

/** Columns that text takes in a terminal: East Asian characters take two. */
export function widthOf(text: string): number {
  return measureWidth(text);
}

/** Fills text up with blanks to a width, at its end or at its start. */
export function pad(text: string, width: number, side: "end" | "start" = "end"): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "end" ? text + blanks : blanks + text;
}

/** Cuts text to a width; an ellipsis takes the place of what is cut off. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && widthOf(characters.join("")) > width - 1) characters.pop();
  return `${characters.join("")}…`;
}
