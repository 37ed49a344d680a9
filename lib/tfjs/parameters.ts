/**
 * Parameters between a tfjs model and the engine's memory.
 *
 * @module
 */
import { tf } from "./backend.ts";
import type { Layout } from "../engine/layout.ts";

/** Copies a model's weights and moving statistics in, as current and as averaged ones. */
export async function writeParameters(
  model: tf.LayersModel,
  layout: Layout,
  memory: WebAssembly.Memory,
): Promise<void> {
  // One after the other, and not synchronously: the values may lie on a GPU.
  for (const weight of model.weights) {
    const data = await weight.read().data<"float32">();
    for (const arena of arenasOf(layout, weight)) {
      new Float32Array(memory.buffer, arena + layout.offsets[weight.name], data.length).set(data);
    }
  }
}

/** Copies the averaged weights and statistics out into a model. */
export function readParameters(
  model: tf.LayersModel,
  layout: Layout,
  memory: WebAssembly.Memory,
): void {
  tf.tidy(() => {
    model.setWeights(model.weights.map((weight) => {
      const shape = weight.shape as number[];
      const address = arenasOf(layout, weight)[1] + layout.offsets[weight.name];
      const view = new Float32Array(memory.buffer, address, tf.util.sizeFromShape(shape));
      return tf.tensor(view.slice(), shape);
    }));
  });
}

/** The current and the averaged arena in which a weight lies. */
function arenasOf(layout: Layout, weight: tf.LayerVariable): [number, number] {
  const { network, weights, average, movingStatistics, averageStatistics } = layout;
  const moving = network.stages.some(({ norm }) =>
    norm?.movingMean.name === weight.name || norm?.movingVariance.name === weight.name
  );
  return moving ? [movingStatistics, averageStatistics] : [weights, average];
}
