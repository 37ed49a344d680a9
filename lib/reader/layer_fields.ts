/**
 * The receptive fields of all layers: how much of the image one unit sees, layer by layer.
 *
 * @module
 */
import type { Box } from "../image/picture.ts";
import { isDense, type Network, pooledSize } from "../model/network.ts";
import { findReceptiveField } from "./receptive_field.ts";

/** One layer's receptive field. */
export interface LayerField {
  /** The layer's name, such as "S2". */
  readonly name: string;
  /** Units along one side of a map; 1 for a dense layer. */
  readonly units: number;
  /** Pixels from one unit's field to the next. */
  readonly step: number;
  /** The field of the unit in the middle of the map, in pixels of the input. */
  readonly field: Box;
}

/** Lists the fields of each convolution and pooling, up to the first layer that sees the whole image. */
export function listReceptiveFields(network: Network): LayerField[] {
  const fields: LayerField[] = [];
  for (const [stage, layer] of network.stages.entries()) {
    fields.push(describeField(network, { stage, pooled: false }));
    if (isDense(layer)) break;
    if (layer.poolName !== undefined) fields.push(describeField(network, { stage, pooled: true }));
  }
  return fields;
}

function describeField(
  network: Network,
  { stage, pooled }: { stage: number; pooled: boolean },
): LayerField {
  const layer = network.stages[stage];
  const units = isDense(layer) ? 1 : pooled ? pooledSize(layer).width : layer.outWidth;
  const at = (place: number) =>
    findReceptiveField(network, { stage, pooled }, { row: place, column: place });
  const middle = Math.floor(units / 2);
  const step = units > 1 ? at(middle).left - at(middle - 1).left : 0;
  return { name: pooled ? layer.poolName! : layer.name, units, step, field: at(middle) };
}
