/**
 * A 28×28 digit as text.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";

/** Characters from no ink to full ink. */
const SHADES = " ░▒▓█";

/**
 * Draws a digit in 14 lines of 28 characters, two pixels a character: in a terminal with colours
 * light ink on black as the network reads it, elsewhere in shades of the text's own colour.
 *
 * @param pixels Ink, 0 to 255, 784 bytes.
 */
export function drawDigit(pixels: Uint8Array, { colors }: { colors: boolean }): string[] {
  const lines: string[] = [];
  for (let y = 0; y < IMAGE_SIZE; y += 2) {
    let line = "";
    for (let x = 0; x < IMAGE_SIZE; x++) {
      const upper = pixels[y * IMAGE_SIZE + x], lower = pixels[(y + 1) * IMAGE_SIZE + x];
      line += colors ? drawHalves(upper, lower) : pickShade((upper + lower) / 2);
    }
    lines.push(colors ? `${line}\x1b[0m` : line);
  }
  return lines;
}

/** An upper half block, with its own grey above and the background's below. */
function drawHalves(upper: number, lower: number): string {
  return `\x1b[38;2;${upper};${upper};${upper};48;2;${lower};${lower};${lower}m▀`;
}

function pickShade(ink: number): string {
  return SHADES[Math.round(ink / 255 * (SHADES.length - 1))];
}
