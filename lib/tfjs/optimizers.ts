/**
 * Three optimisers as their papers write them.
 *
 * | name     | step of a weight w with gradient g                                              | source                    |
 * | -------- | ------------------------------------------------------------------------------- | ------------------------- |
 * | sgd      | w ← w − η·g                                                                     | Robbins & Monro 1951      |
 * | momentum | v ← 0.9·v + g; w ← w − η·v                                                      | Polyak 1964               |
 * | adamw    | m ← 0.9·m + 0.1·g; s ← 0.999·s + 0.001·g²; w ← w − η·(m̂ / (√ŝ + ε) + 0.01·w)     | Loshchilov & Hutter 2019  |
 *
 * m̂ and ŝ are m / (1 − 0.9ᵗ) and s / (1 − 0.999ᵗ): both start from 0. Only kernels decay.
 *
 * @module
 */
import { tf } from "./backend.ts";

/** What an optimiser can be called. */
export type OptimizerName = "sgd" | "momentum" | "adamw";

/** Moves weights; whoever makes one disposes it. */
export interface Optimizer {
  /** One step, given the gradients by the variables' names. */
  update(gradients: tf.NamedTensorMap, learningRate: number): void;
  dispose(): void;
}

const MOMENTUM = 0.9, BETA1 = 0.9, BETA2 = 0.999, EPSILON = 1e-8, WEIGHT_DECAY = 0.01;

/** Makes an optimiser for some variables, its memory of past gradients empty. */
export function createOptimizer(name: OptimizerName, variables: readonly tf.Variable[]): Optimizer {
  const slots = { sgd: 0, momentum: 1, adamw: 2 }[name];
  const memory = variables.map((variable) =>
    Array.from({ length: slots }, () => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)))
  );
  let steps = 0;
  return {
    update(gradients, learningRate) {
      steps++;
      tf.tidy(() =>
        variables.forEach((variable, i) => {
          const step = RULES[name](gradients[variable.name], {
            variable,
            memory: memory[i],
            steps,
          });
          variable.assign(variable.sub(step.mul(learningRate)));
        })
      );
    },
    dispose: () => tf.dispose(memory),
  };
}

interface RuleInput {
  variable: tf.Variable;
  memory: tf.Variable[];
  /** Steps taken, this one included. */
  steps: number;
}

/** What is multiplied by the learning rate and subtracted. */
const RULES: Record<OptimizerName, (gradient: tf.Tensor, input: RuleInput) => tf.Tensor> = {
  sgd: (gradient) => gradient,
  momentum(gradient, { memory: [velocity] }) {
    velocity.assign(velocity.mul(MOMENTUM).add(gradient));
    return velocity;
  },
  adamw(gradient, { variable, memory: [mean, square], steps }) {
    mean.assign(mean.mul(BETA1).add(gradient.mul(1 - BETA1)));
    square.assign(square.mul(BETA2).add(gradient.square().mul(1 - BETA2)));
    const unbiasedMean = mean.div(1 - BETA1 ** steps);
    const unbiasedSquare = square.div(1 - BETA2 ** steps);
    const step = unbiasedMean.div(unbiasedSquare.sqrt().add(EPSILON));
    const isKernel = variable.rank > 1;
    return isKernel ? step.add(variable.mul(WEIGHT_DECAY)) : step;
  },
};
