/**
 * Models of this library from layers of tfjs.
 *
 * @module
 */
import type { Model } from "../../lib/model/model.ts";
import { fromLayersModel } from "../../lib/tfjs/layers_model.ts";
import { seedWeights } from "../engine/models.ts";
import type { tf } from "./tf.ts";

/**
 * Copies a LayersModel, with seeded weights and norms that have statistics of their own, and disposes it.
 * Its classes are numbers.
 */
export async function copySeeded(layersModel: tf.LayersModel): Promise<Model> {
  const [output] = layersModel.outputs;
  const classes = Array.from({ length: output.shape[1]! }, (_, index) => `${index}`);
  try {
    return await fromLayersModel(seedWeights(layersModel), { classes });
  } finally {
    layersModel.dispose();
  }
}
