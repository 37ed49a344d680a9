/**
 * Models between two models of the same network.
 *
 * @module
 */
import { cloneModel, type Model } from "../../model/model.ts";

/**
 * Makes the model that lies a share of the way from one to another, weight by weight: 0 is the first, 1 the
 * second. Where the second was fine-tuned from the first, both read well all along the way.
 */
export function blendModels(from: Model, to: Model, share: number): Model {
  const blended = cloneModel(from);
  blended.weights.forEach(({ values }, k) => {
    const target = to.weights[k].values;
    for (let i = 0; i < values.length; i++) values[i] += share * (target[i] - values[i]);
  });
  return blended;
}
