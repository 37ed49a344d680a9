/**
 * Reads networks from the folders that tfjs's `model.save` writes: `model.json` and binary shards.
 *
 * @module
 */
import { loadModel } from "../model/store.ts";
import { type Draft, readGivenTopology } from "./draft.ts";
import { toTensors } from "./tensors.ts";

/**
 * Reads a folder, or the model.json in it.
 *
 * @throws {InputError} If it holds no such model, a damaged one, or one that the engine does not know.
 */
export async function readTfjs(path: string): Promise<Draft> {
  const { model: { weights, ...model } } = await loadModel(path);
  const network = readGivenTopology(model.topology, path);
  const values = Object.fromEntries(weights.map(({ name, values }) => [name, values]));
  return { ...model, tensors: toTensors(network, values) };
}
