/**
 * A figure with sliders: the kernel draws it again as they are moved.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { showPage } from "./kernel_page.ts";
import { publish } from "./kernel_output.ts";
import { renderDisplay, type Showable } from "./show.ts";

const PAGE = new URL("./sliders.html", import.meta.url);
const ROW_HEIGHT_PX = 28, PADDING_PX = 36;

/** A number to set. */
export interface Slider {
  /** The lowest number. */
  from: number;
  /** The highest. */
  to: number;
  /** Default: a hundredth of the way. */
  step?: number;
  /** Where it stands at first. */
  value: number;
  /** Such as "°". */
  unit?: string;
}

/**
 * Shows sliders, and below them the figure for where they stand. A notebook keeps the figure that was drawn
 * last; without a kernel, or where the viewer blocks the sliders, that picture is what there is.
 *
 * @param sliders By name.
 * @param draw Makes the figure or table from the values; what it throws is shown below the sliders.
 *
 * @example
 * ```ts
 * import { keyValueTable, showSliders } from "@lenet5/digits/notebook";
 *
 * const side = { from: 1, to: 9, step: 1, value: 3, unit: "cm" };
 * await showSliders({ side }, ({ side }) => keyValueTable({ area: side ** 2 }));
 * ```
 */
export async function showSliders<Name extends string>(
  sliders: Readonly<Record<Name, Slider>>,
  draw: (values: Record<Name, number>) => Showable | Promise<Showable>,
): Promise<void> {
  const entries = Object.entries<Slider>(sliders), names = entries.map(([name]) => name);
  const id = randomUUID();
  const data = Object.fromEntries(entries.map(([name, { step, unit = "", ...slider }]) => {
    return [name, { ...slider, unit, step: step ?? (slider.to - slider.from) / 100 }];
  }));
  const first = Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
  const show = async (values: Record<Name, number>, update: boolean) =>
    await publish(await renderDisplay(await draw(values)), { id, update });
  await showPage({
    name: `Sliders: ${names.join(", ")}`,
    file: PAGE,
    data,
    heightPx: ROW_HEIGHT_PX * names.length + PADDING_PX,
    hint: "The sliders work while the kernel runs: trust the notebook and run this cell.",
    answer: async (values) => await show(JSON.parse(values), true),
  });
  await show(first as Record<Name, number>, false);
}
