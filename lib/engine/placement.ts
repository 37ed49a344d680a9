/**
 * Where a network's parameters lie within their arenas.
 *
 * @module
 */
import { isDense, type Network, type Parameter } from "../model/network.ts";

/** Where parameters lie within their arenas. */
export interface Placement {
  /** Offset of each parameter within a parameter arena, in bytes, by name. */
  offsets: Record<string, number>;
  /** Offset of a convolution's kernel within a chunk's filter gradients, in bytes; -1 for dense stages. */
  filterOffsets: number[];
  /** Floats of a chunk's filter gradients. */
  filters: number;
  /** Floats of an arena of trainable parameters; the first `decayed` of them are kernels. */
  parameters: number;
  decayed: number;
  /** Floats of an arena of moving statistics. */
  statistics: number;
}

/** Kernels first (weight decay applies to them), then biases and norms; each padded to four floats. */
export function placeParameters({ stages }: Network): Placement {
  const offsets: Record<string, number> = {};
  let end = 0, filters = 0;
  const place = (parameter?: Parameter) => {
    if (!parameter) return;
    offsets[parameter.name] = end * 4;
    end += padToFour(parameter.size);
  };
  const filterOffsets = stages.map((stage) => {
    place(stage.kernel);
    if (isDense(stage)) return -1;
    filters += padToFour(stage.kernel.size);
    return (filters - padToFour(stage.kernel.size)) * 4;
  });
  const decayed = end;
  for (const { bias, norm } of stages) [bias, norm?.gamma, norm?.beta].forEach(place);
  const parameters = end;
  end = 0;
  for (const { norm } of stages) [norm?.movingMean, norm?.movingVariance].forEach(place);
  return { offsets, filterOffsets, filters, parameters, decayed, statistics: end };
}

/** The next multiple of four: parameters are updated four at a time. */
export function padToFour(count: number): number {
  return (count + 3) & ~3;
}
