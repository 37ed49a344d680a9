/**
 * A finished figure: panels under a title, as one self-contained SVG on a white card.
 *
 * @module
 */
import { FIGURE_WIDTH_PX, FONT_FAMILY, MUTED_COLOR, TEXT_COLOR } from "./theme.ts";
import type { FigureDocument } from "./document.ts";

/** A figure as plain data; `svg` is a whole document, sizes are CSS pixels. */
export interface Figure {
  /** What the figure shows. */
  readonly title: string;
  /** What the figure shows, in words, for readers who cannot see it. */
  readonly description: string;
  /** Width in CSS pixels. */
  readonly width: number;
  /** Height in CSS pixels. */
  readonly height: number;
  /** The picture's markup. */
  readonly svg: string;
}

/** Options of every figure. */
export interface FigureOptions {
  /** Replaces the figure's own title. */
  title?: string;
  /** One or two sentences under the title: how to read the figure. */
  subtitle?: string;
  /** Width in CSS pixels. */
  width?: number;
  /** The document to draw into; outside a browser one is made. */
  document?: FigureDocument;
}

/** A drawn part of a figure. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  /** SVG markup, drawn from the panel's upper left corner. */
  readonly markup: string;
}

const PADDING_PX = 16;
const GAP_PX = 12;
const TITLE = { fontSize: 16, lineHeight: 24, color: TEXT_COLOR, weight: 700 };
const SUBTITLE = { fontSize: 12.5, lineHeight: 18, color: MUTED_COLOR, weight: 400 };
/** Mean width of a character of running text, relative to the font size. */
const CHARACTER_WIDTH_EM = 0.5;

/** Width available to the panels of a figure, in CSS pixels. */
export function contentWidth(options: FigureOptions): number {
  return (options.width ?? FIGURE_WIDTH_PX) - 2 * PADDING_PX;
}

/**
 * Arranges rows of panels under a title.
 *
 * @param rows Panels from left to right, rows from top to bottom.
 */
export function composeFigure(
  rows: readonly (readonly Panel[])[],
  options: FigureOptions & { title: string; description: string },
): Figure {
  const { title, description, subtitle, width = FIGURE_WIDTH_PX } = options;
  const parts: string[] = [];
  let y = PADDING_PX;
  const write = (text: string, style: typeof TITLE) => {
    for (const line of wrapText(text, contentWidth(options), style.fontSize)) {
      parts.push(renderLine(line, y + style.fontSize, style));
      y += style.lineHeight;
    }
  };
  write(title, TITLE);
  if (subtitle) write(subtitle, SUBTITLE);
  for (const row of rows) {
    y += GAP_PX;
    parts.push(renderRow(row, y));
    y += Math.max(...row.map((panel) => panel.height));
  }
  const height = Math.ceil(y + PADDING_PX);
  return {
    title,
    description,
    width,
    height,
    svg: renderCard(parts, { width, height, description }),
  };
}

function renderRow(row: readonly Panel[], y: number): string {
  let x = PADDING_PX;
  return row.map((panel) => {
    const markup = `<g transform="translate(${x},${y})">${panel.markup}</g>`;
    x += panel.width + GAP_PX;
    return markup;
  }).join("");
}

function renderLine(text: string, y: number, style: typeof TITLE): string {
  return `<text x="${PADDING_PX}" y="${y}" font-size="${style.fontSize}" font-weight="${style.weight}" ` +
    `fill="${style.color}">${escapeXml(text)}</text>`;
}

function renderCard(
  parts: string[],
  { width, height, description }: { width: number; height: number; description: string },
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-label="${escapeXml(description)}" font-family="${FONT_FAMILY}" color="${TEXT_COLOR}">` +
    `<rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`;
}

/** Breaks running text into lines of about the given width. */
function wrapText(text: string, widthPx: number, fontSize: number): string[] {
  const capacity = Math.floor(widthPx / (fontSize * CHARACTER_WIDTH_EM));
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= capacity) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/** Escapes text for element content and attribute values. */
export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
