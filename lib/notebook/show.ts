/**
 * Figures and tables as notebook output.
 *
 * @module
 */
import { escapeXml, type Figure } from "../plots/figure.ts";
import { rasterizeFigure } from "../plots/rasterize.ts";
import { DARK_THEME_RULE, FIGURE_CLASS } from "./figure_style.ts";
import { type Display, publish } from "./kernel_output.ts";
import type { Table } from "./table.ts";

/** What a cell can show. */
export type Showable = Figure | Table;

/** Shows figures and tables below the running cell, one after the other; always `await` it. */
export async function show(...items: readonly Showable[]): Promise<void> {
  for (const item of items) await publish(await renderDisplay(item));
}

/**
 * Puts a figure or table into the formats that viewers show. Figures are PNGs in an `<img>`, the one form
 * whose description JupyterLab and nbconvert pass on; SVG is shown broken, or not at all, where a notebook is
 * not trusted. So are style sheets dropped there: then the card is light in dark themes too.
 */
export async function renderDisplay(item: Showable): Promise<Display> {
  if ("html" in item) return { data: { "text/html": item.html, "text/plain": item.text } };
  const png = await rasterizeFigure(item);
  const { width, height, description } = item;
  return {
    data: {
      "text/html": `<style>${DARK_THEME_RULE}</style>` +
        `<img class="${FIGURE_CLASS}" alt="${escapeXml(description)}" ` +
        `width="${width}" height="${height}" ` +
        `style="max-width:100%;height:auto;border-radius:8px;background:#fff" ` +
        `src="data:image/png;base64,${png.toBase64()}">`,
      "text/plain": `[figure] ${description}`,
    },
  };
}
