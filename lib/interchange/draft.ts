/**
 * What a reader of a format makes of a file, before it becomes a model.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { Network } from "../model/network.ts";
import { readNetwork } from "../model/read_network.ts";
import type { Topology } from "../model/topology.ts";
import type { Labels } from "./metadata.ts";
import type { Tensor } from "./tensors.ts";

/** A network and its weights under PyTorch's names and in its layouts. */
export interface Draft extends Partial<Labels> {
  topology: Topology;
  tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Reads a file's topology.
 *
 * @throws {InputError} If it is unusable: whatever goes wrong, the file is to blame.
 */
export function readGivenTopology(topology: Topology, file: string): Network {
  try {
    return readNetwork(topology);
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new InputError(`${file}: expected a network that the engine knows: ${reason}`);
  }
}
