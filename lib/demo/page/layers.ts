/**
 * The layers of a network as the page shows them, and the way among their units.
 *
 * @module
 */
import type { StageActivations } from "../../engine/compiled_classifier.ts";
import type { Network } from "../../model/network.ts";
import type { Box } from "../../image/picture.ts";
import type { PublishedModel } from "../../reader/published_model.ts";
import { findReceptiveField } from "../../reader/receptive_field.ts";

/** Units of a dense layer in a row of its picture; F6's 84 are 7 rows, the size of LeCun's bitmaps. */
const UNITS_PER_ROW = 12;

/** Up to so many classes the output is one row. */
const OUTPUT_ROW = 26;

/** What one row of the page shows: the maps of a layer, or the units of a dense one. */
export interface Layer {
  name: string;
  kind: "convolution" | "pooling" | "dense";
  /** Index of its stage, and whether it is that stage's pooled output. */
  stage: number;
  pooled: boolean;
  /** Pictures: one a map, or a single one of all units. */
  maps: number;
  height: number;
  width: number;
}

/** A pixel of a layer's picture. */
export interface Pixel {
  map: number;
  row: number;
  column: number;
}

/** Lists all layers, the output too. */
export function listLayers({ network }: PublishedModel): Layer[] {
  return network.stages.flatMap((stage, index): Layer[] => {
    const { outHeight: height, outWidth: width, outputs: maps, name } = stage;
    const base = { stage: index, pooled: false };
    if (height * width === 1) {
      const isRow = isOutput(network, index) && maps <= OUTPUT_ROW;
      const columns = isRow ? maps : Math.min(maps, UNITS_PER_ROW),
        rows = Math.ceil(maps / columns);
      const title = isOutput(network, index) ? "Output" : name;
      return [{ ...base, name: title, kind: "dense", maps: 1, height: rows, width: columns }];
    }
    const layer: Layer = { ...base, name, kind: "convolution", maps, height, width };
    if (stage.poolName === undefined) return [layer];
    return [layer, {
      ...layer,
      name: stage.poolName,
      kind: "pooling",
      pooled: true,
      height: Math.floor(height / stage.poolHeight),
      width: Math.floor(width / stage.poolWidth),
    }];
  });
}

/** Whether a stage is the last one, whose units stand for the classes. */
export function isOutput({ stages }: Network, stage: number): boolean {
  return stage === stages.length - 1;
}

/** A layer's values, and their largest magnitude. */
export function readLayer(
  layer: Layer,
  stages: readonly StageActivations[],
): { values: Float32Array; peak: number } {
  const stage = stages[layer.stage];
  const { values } = layer.pooled ? stage.pooled : stage.activation;
  return { values, peak: values.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0) };
}

/** Where a pixel's value stands among the layer's; channels are innermost. */
export function indexOf({ kind, maps, width }: Layer, { map, row, column }: Pixel): number {
  return kind === "dense" ? row * width + column : (row * width + column) * maps + map;
}

/** The pixels of the 28×28 input that a pixel of a layer looks at. */
export function fieldOf(network: Network, layer: Layer, pixel: Pixel): Box {
  const unit = layer.kind === "dense" ? { row: 0, column: 0 } : pixel;
  return findReceptiveField(network, layer, unit);
}

const MOVES: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Where a key leads from a pixel: arrows to its neighbours, Page Up and Page Down to the same place in
 * the map before or after.
 *
 * @returns `undefined` if the key leads nowhere.
 */
export function movePixel(layer: Layer, pixel: Pixel, key: string): Pixel | undefined {
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  const turn = key === "PageDown" ? 1 : key === "PageUp" ? -1 : 0;
  if (turn !== 0) return { ...pixel, map: within(pixel.map + turn, layer.maps) };
  const move = MOVES[key];
  return move && {
    map: pixel.map,
    row: within(pixel.row + move[0], layer.height),
    column: within(pixel.column + move[1], layer.width),
  };
}

/** A layer in one line, such as "6 maps of 28×28; every pixel sees 5×5 of the input". */
export function describeLayer(network: Network, layer: Layer): string {
  const { kind, maps, height, width } = layer;
  if (isOutput(network, layer.stage)) {
    return `${network.classes} units, one a class: the sums that become probabilities`;
  }
  if (kind === "dense") {
    return `${network.stages[layer.stage].outputs} units; each sees the whole input`;
  }
  const middle = { map: 0, row: height >> 1, column: width >> 1 };
  const field = fieldOf(network, layer, middle);
  return `${maps} maps of ${width}×${height}; every pixel sees ${field.width}×${field.height} of the input`;
}
