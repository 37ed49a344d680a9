/**
 * Figures and tables as notebook output.
 *
 * @module
 */
import type { Figure } from "../plots/figure.ts";
import { rasterizeFigure } from "../plots/rasterize.ts";
import { type Display, publish } from "./kernel_output.ts";
import type { Table } from "./table.ts";

/** What a cell can show. */
export type Showable = Figure | Table;

/** Shows figures and tables below the running cell, one after the other; always `await` it. */
export async function show(...items: readonly Showable[]): Promise<void> {
  for (const item of items) await publish(await renderDisplay(item));
}

/**
 * Puts a figure or table into the formats that viewers show. Figures are PNG alone: viewers prefer HTML
 * and SVG where present, but some (GitHub, untrusted notebooks) then show them broken or not at all.
 */
export async function renderDisplay(item: Showable): Promise<Display> {
  if ("html" in item) return { data: { "text/html": item.html, "text/plain": item.text } };
  const png = await rasterizeFigure(item);
  const { width, height, description } = item;
  return {
    data: { "image/png": png.toBase64(), "text/plain": `[figure] ${description}` },
    metadata: { "image/png": { width, height, alt: description } },
  };
}
