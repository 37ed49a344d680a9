/**
 * What is written in a picture, as text.
 *
 * @module
 */
import type { PiecePlace } from "./prepare.ts";
import type { Sign } from "./signs.ts";

/** What is to be known of a piece to write it. */
export interface WrittenPiece extends Pick<PiecePlace, "line" | "spaceBefore"> {
  /** "digit", "sign" or "unknown". */
  kind: string;
  /** Which sign it is. */
  sign?: Sign;
}

/** What stands for something that was found and not read. */
export const UNREAD = "?";

/**
 * The lines of a picture as a person sees them: digits by their names, signs, spaces where there is a wide
 * gap or a name of several letters, and `?` for what is neither digit nor sign.
 *
 * @param names The name of each digit, in the order of the pieces; `?` where none is given.
 * @returns One string a line that holds anything.
 */
export function formatLines(
  pieces: readonly WrittenPiece[],
  names: readonly (string | undefined)[],
): string[] {
  const lines = new Map<number, string>();
  const areWords = names.some((name) => name !== undefined && [...name].length > 1);
  let digits = 0;
  for (const piece of pieces) {
    const name = piece.kind === "digit"
      ? names[digits++]
      : piece.kind === "sign"
      ? piece.sign
      : UNREAD;
    const text = lines.get(piece.line) ?? "";
    const space = (piece.spaceBefore || areWords) && text !== "" ? " " : "";
    lines.set(piece.line, text + space + (name ?? UNREAD));
  }
  return [...lines.values()];
}
