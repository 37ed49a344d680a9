/**
 * A card "read as 8": the drawing and the answer as one picture to pass on.
 *
 * @module
 */
/// <reference lib="dom" />
import { SHEET } from "./sheet.ts";

/** Size of a card in pixels, as links to a page are shown with. */
export const CARD = { width: 1200, height: 630 };

/** The same on every card, whatever theme the page has. */
const COLORS = {
  page: "#f5f3ee",
  paper: "#fffefb",
  line: "#dcd8ce",
  text: "#1d1c1a",
  muted: "#6a665e",
};
const INK = "#1c2658";

const SERIF = '"Source Serif 4", Georgia, serif', SANS = '"Inter", system-ui, sans-serif';
const MARGIN = 56, SHEET_WIDTH = 640, GAP = 64;

/** What a card says. */
export interface CardWords {
  /** Above the answer, such as "read as". */
  heading: string;
  /** The number, line by line. */
  lines: readonly string[];
  /** How sure the answer is. */
  verdict: string;
  /** At the foot: which network read it, and what is known of that. */
  network: readonly string[];
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Paints a card over a canvas of the size {@link CARD}. */
export function paintCard(
  context: Context,
  { sheet, words }: { sheet: CanvasImageSource; words: CardWords },
): void {
  context.fillStyle = COLORS.page;
  context.fillRect(0, 0, CARD.width, CARD.height);
  paintSheet(context, sheet);
  paintWords(context, words);
}

/** The look of the sheet on a card, at a card pixel a canvas pixel. */
export const CARD_LOOK = { ink: INK, paper: COLORS.paper, scale: SHEET_WIDTH / SHEET.width };

function paintSheet(context: Context, sheet: CanvasImageSource): void {
  const height = SHEET_WIDTH * SHEET.height / SHEET.width, top = (CARD.height - height) / 2;
  context.save();
  context.beginPath();
  context.roundRect(MARGIN, top, SHEET_WIDTH, height, 20);
  context.clip();
  context.drawImage(sheet, MARGIN, top, SHEET_WIDTH, height);
  context.restore();
  context.strokeStyle = COLORS.line;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(MARGIN, top, SHEET_WIDTH, height, 20);
  context.stroke();
}

function paintWords(context: Context, { heading, lines, verdict, network }: CardWords): void {
  const left = MARGIN + SHEET_WIDTH + GAP, width = CARD.width - left - MARGIN;
  const write = (
    text: string,
    { at, font, color }: { at: number; font: string; color: string },
  ) => {
    context.font = font;
    context.fillStyle = color;
    context.fillText(text, left, at, width);
  };
  const room = 300, size = fitLines(context, lines, { width, height: room });
  write(heading, { at: 120, font: `400 30px ${SANS}`, color: COLORS.muted });
  lines.forEach((line, i) => {
    const at = 150 + room / 2 + size * (i - (lines.length - 1) / 2) + 0.33 * size;
    write(line, { at, font: `400 ${size}px ${SERIF}`, color: INK });
  });
  write(verdict, { at: 480, font: `600 28px ${SANS}`, color: COLORS.text });
  network.forEach((line, i) => {
    write(line, { at: 522 + 30 * i, font: `400 20px ${SANS}`, color: COLORS.muted });
  });
}

/** The largest font at which all lines fit. */
function fitLines(
  context: Context,
  lines: readonly string[],
  { width, height }: { width: number; height: number },
): number {
  context.font = `400 100px ${SERIF}`;
  const widest = Math.max(1, ...lines.map((line) => context.measureText(line).width));
  return Math.min(100 * width / widest, height / Math.max(1, lines.length));
}
