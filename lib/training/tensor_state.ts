/**
 * AdamW and the averaged weights in tfjs tensors: what tensor_trainer.ts updates.
 *
 * @module
 */
import type { EngineState } from "../engine/engine.ts";
import { tf } from "../model/backend.ts";
import type { Recipe } from "./recipe.ts";

/** The changing part of a run through tfjs. */
export interface TensorState {
  /** One AdamW step, and the average's step after it. */
  update(gradients: tf.NamedTensorMap, learningRate: number): void;
  /** Runs `work` with the averaged weights in the model. */
  withAverage<T>(work: () => Promise<T>): Promise<T>;
  /** Leaves the averaged weights in the model. */
  useAverage(): void;
  /** Copies the state out; asynchronous, because a GPU hands its values over only so. */
  read(): Promise<EngineState>;
  write(state: EngineState, stepsDone: number): void;
  dispose(): void;
}

/** Creates the state; {@link TensorState.dispose} frees its tensors. */
export function createTensorState(model: tf.LayersModel, recipe: Recipe): TensorState {
  const { beta1, beta2, epsilon, weightDecay, averageDecay } = recipe;
  const trained = model.trainableWeights, all = model.weights;
  const moving = all.filter((weight) => !trained.includes(weight));
  const variableOf = (weight: tf.LayerVariable) => weight.read() as tf.Variable;
  const zeros = () => trained.map((weight) => tf.variable(tf.zerosLike(weight.read()), false));
  const first = zeros(), second = zeros();
  const average = new Map(all.map((weight) => [weight, tf.variable(weight.read().clone(), false)]));
  let steps = 0;

  function step(index: number, gradient: tf.Tensor, learningRate: number): void {
    const weight = variableOf(trained[index]), m = first[index], v = second[index];
    m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)));
    v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
    const root = tf.add(tf.mul(tf.sqrt(v), 1 / Math.sqrt(1 - beta2 ** steps)), epsilon);
    const change = tf.div(tf.mul(m, learningRate / (1 - beta1 ** steps)), root);
    const decay = trained[index].name.includes("kernel") ? learningRate * weightDecay : 0;
    weight.assign(tf.sub(tf.mul(weight, 1 - decay), change));
  }

  const flatten = async (tensors: tf.Tensor[]) => {
    if (tensors.length === 0) return new Float32Array();
    const joined = tf.tidy(() => tf.concat(tensors.map((tensor) => tensor.flatten())));
    const values = await joined.data<"float32">();
    joined.dispose();
    return values;
  };
  const fill = (variables: tf.Variable[], values: Float32Array) => {
    let end = 0;
    for (const variable of variables) {
      const part = values.slice(end, end += variable.size);
      tf.tidy(() => variable.assign(tf.tensor(part, variable.shape)));
    }
  };
  const averagesOf = (weights: tf.LayerVariable[]) => weights.map((weight) => average.get(weight)!);

  return {
    update(gradients, learningRate) {
      steps++;
      tf.tidy(() => {
        trained.forEach((weight, index) =>
          step(index, gradients[variableOf(weight).name], learningRate)
        );
        const rate = 1 - Math.min(averageDecay, steps / (9 + steps));
        for (const [weight, mean] of average) {
          mean.assign(tf.add(mean, tf.mul(tf.sub(weight.read(), mean), rate)));
        }
      });
    },
    async withAverage(work) {
      const current = all.map((weight) => weight.read().clone());
      for (const [weight, mean] of average) variableOf(weight).assign(mean);
      const result = await work();
      all.forEach((weight, index) => variableOf(weight).assign(current[index]));
      tf.dispose(current);
      return result;
    },
    useAverage() {
      for (const [weight, mean] of average) variableOf(weight).assign(mean);
    },
    read: async () => ({
      weights: await flatten(trained.map(variableOf)),
      average: await flatten(averagesOf(trained)),
      firstMoment: await flatten(first),
      secondMoment: await flatten(second),
      movingStatistics: await flatten(moving.map(variableOf)),
      averageStatistics: await flatten(averagesOf(moving)),
    }),
    write(state, stepsDone) {
      steps = stepsDone;
      fill(trained.map(variableOf), state.weights);
      fill(averagesOf(trained), state.average);
      fill(first, state.firstMoment);
      fill(second, state.secondMoment);
      fill(moving.map(variableOf), state.movingStatistics);
      fill(averagesOf(moving), state.averageStatistics);
    },
    dispose() {
      tf.dispose([...first, ...second, ...average.values()]);
    },
  };
}
