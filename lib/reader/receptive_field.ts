/**
 * Which pixels of the input one unit of a network looks at.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { Network, Stage } from "../model/network.ts";
import type { Box } from "../image/picture.ts";

/** A unit's place in its map. */
export interface Unit {
  /** From 0. */
  row: number;
  /** From 0. */
  column: number;
}

/** How the units of a layer lie over the input, along one axis, in input pixels. */
interface Span {
  /** Where the first unit's field begins; negative if it reaches into the padding. */
  start: number;
  /** From one unit's field to the next. */
  step: number;
  /** Length of a field. */
  size: number;
}

/**
 * Finds the receptive field of a unit, in pixels of the 28×28 input; what lies in the padding is cut
 * off.
 *
 * @param layer The stage's index, and whether its pooled output is meant.
 */
export function findReceptiveField(
  network: Network,
  layer: { stage: number; pooled: boolean },
  { row, column }: Unit,
): Box {
  const [top, height] = place(traceSpan(network, layer, "Height"), row);
  const [left, width] = place(traceSpan(network, layer, "Width"), column);
  return { left, top, width, height };
}

function traceSpan(
  network: Network,
  layer: { stage: number; pooled: boolean },
  axis: "Height" | "Width",
): Span {
  const whole: Span = { start: 0, step: IMAGE_SIZE, size: IMAGE_SIZE };
  let span: Span = { start: 0, step: 1, size: 1 };
  for (const [index, stage] of network.stages.slice(0, layer.stage + 1).entries()) {
    if (isDense(stage)) return whole;
    const pad = axis === "Height" ? stage.padTop : stage.padLeft;
    span = widen(span, stage[`kernel${axis}`], pad);
    if (index === layer.stage && !layer.pooled) break;
    const pool = stage[`pool${axis}`];
    span = { ...widen(span, pool, 0), step: span.step * pool };
  }
  return span;
}

/** The span of units that look at `count` neighbouring units of the layer before. */
function widen({ start, step, size }: Span, count: number, pad: number): Span {
  return { start: start - pad * step, step, size: size + (count - 1) * step };
}

/** A dense layer stands for a convolution of a picture of one pixel. */
function isDense({ height, width, channels }: Stage): boolean {
  return height === 1 && width === 1 && channels > 1;
}

function place({ start, step, size }: Span, index: number): [start: number, length: number] {
  const from = Math.max(0, start + index * step);
  return [from, Math.min(IMAGE_SIZE, start + index * step + size) - from];
}
