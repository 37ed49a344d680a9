/**
 * AdamW and the averaged weights in tfjs tensors: what tensor_engine.ts updates.
 *
 * @module
 */
import type { StepOptions } from "../engine/types.ts";
import type { EngineState } from "../engine/types.ts";
import { tf } from "./backend.ts";

type Factors = Record<
  "beta1" | "rest1" | "beta2" | "rest2" | "epsilon" | "correction" | "stepSize" | "kept",
  tf.Scalar
>;

/** The changing part of a run through tfjs; {@link TfjsState.dispose} frees its tensors. */
export class TfjsState {
  readonly #options: StepOptions;
  readonly #trained: tf.LayerVariable[];
  readonly #moving: tf.LayerVariable[];
  readonly #firstMoments: tf.Variable[];
  readonly #secondMoments: tf.Variable[];
  readonly #averages: Map<tf.LayerVariable, tf.Variable>;
  #steps = 0;

  /** Starts from the weights that the model has. */
  constructor(model: tf.LayersModel, options: StepOptions) {
    this.#options = options;
    this.#trained = model.trainableWeights;
    this.#moving = model.weights.filter((weight) => !this.#trained.includes(weight));
    const zeros = () => this.#trained.map((weight) => keep(() => tf.zerosLike(weight.read())));
    this.#firstMoments = zeros();
    this.#secondMoments = zeros();
    this.#averages = new Map(model.weights.map((weight) => [weight, keep(() => weight.read())]));
  }

  /** The variables to differentiate by. */
  get variables(): tf.Variable[] {
    return this.#trained.map(variableOf);
  }

  /** One AdamW step, and the average's step after it. */
  update(gradients: tf.NamedTensorMap, learningRate: number): void {
    this.#steps++;
    tf.tidy(() => {
      const factors = this.#createFactors(learningRate), { rate } = factors;
      this.#trained.forEach((weight, index) =>
        this.#step(weight, index, { gradient: gradients[variableOf(weight).name], factors })
      );
      for (const [weight, mean] of this.#averages) {
        mean.assign(tf.add(mean, tf.mul(tf.sub(weight.read(), mean), rate)));
      }
    });
  }

  /** Runs `work` with the averaged weights in the model. */
  async withAverage<T>(work: () => Promise<T>): Promise<T> {
    const current = [...this.#averages.keys()].map((weight) => weight.read().clone());
    this.useAverage();
    try {
      return await work();
    } finally {
      [...this.#averages.keys()].forEach((weight, i) => variableOf(weight).assign(current[i]));
      tf.dispose(current);
    }
  }

  /** Leaves the averaged weights in the model. */
  useAverage(): void {
    for (const [weight, mean] of this.#averages) variableOf(weight).assign(mean);
  }

  /** Copies the state out; asynchronous, because a GPU hands its values over only so. */
  async read(): Promise<EngineState> {
    const state = {} as EngineState;
    for (const [name, variables] of this.#arrays()) state[name] = await flatten(variables);
    return state;
  }

  /**
   * Copies a state in, left after `stepsDone` steps.
   *
   * @throws {RangeError} If it is the state of another model.
   */
  write(state: EngineState, stepsDone: number): void {
    this.#steps = stepsDone;
    for (const [name, variables] of this.#arrays()) fill(variables, state[name], name);
  }

  dispose(): void {
    tf.dispose([...this.#firstMoments, ...this.#secondMoments, ...this.#averages.values()]);
  }

  /** The step's numbers as scalars, one each: a plain number goes to a GPU anew for every weight. */
  #createFactors(learningRate: number) {
    const { beta1, beta2, epsilon, weightDecay, emaDecay } = this.#options, t = this.#steps;
    return {
      beta1: tf.scalar(beta1),
      rest1: tf.scalar(1 - beta1),
      beta2: tf.scalar(beta2),
      rest2: tf.scalar(1 - beta2),
      epsilon: tf.scalar(epsilon),
      correction: tf.scalar(1 / Math.sqrt(1 - beta2 ** t)),
      stepSize: tf.scalar(learningRate / (1 - beta1 ** t)),
      kept: tf.scalar(1 - learningRate * weightDecay),
      rate: tf.scalar(1 - Math.min(emaDecay, t / (9 + t))),
    };
  }

  #step(
    weight: tf.LayerVariable,
    index: number,
    { gradient, factors }: { gradient: tf.Tensor; factors: Factors },
  ): void {
    const { beta1, rest1, beta2, rest2, epsilon, correction, stepSize, kept } = factors;
    const m = this.#firstMoments[index], v = this.#secondMoments[index], w = weight.read();
    m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, rest1)));
    v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), rest2)));
    const root = tf.add(tf.mul(tf.sqrt(v), correction), epsilon);
    const change = tf.div(tf.mul(m, stepSize), root);
    const isKernel = weight.originalName.endsWith("kernel");
    // Not assigned to the variable itself: the layer may constrain it.
    weight.write(tf.sub(isKernel ? tf.mul(w, kept) : w, change));
  }

  #arrays(): [keyof EngineState, tf.Variable[]][] {
    const averagesOf = (weights: tf.LayerVariable[]) => weights.map((w) => this.#averages.get(w)!);
    return [
      ["weights", this.variables],
      ["average", averagesOf(this.#trained)],
      ["firstMoment", this.#firstMoments],
      ["secondMoment", this.#secondMoments],
      ["movingStatistics", this.#moving.map(variableOf)],
      ["averageStatistics", averagesOf(this.#moving)],
    ];
  }
}

const variableOf = (weight: tf.LayerVariable) => weight.read() as tf.Variable;

const keep = (make: () => tf.Tensor) => tf.tidy(() => tf.variable(make(), false));

async function flatten(tensors: tf.Tensor[]): Promise<Float32Array> {
  if (tensors.length === 0) return new Float32Array();
  const joined = tf.tidy(() => tf.concat(tensors.map((tensor) => tensor.flatten())));
  const values = await joined.data<"float32">();
  joined.dispose();
  return values;
}

function fill(variables: tf.Variable[], values: Float32Array, name: string): void {
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  if (values.length !== size) {
    throw new RangeError(`state: expected ${size} floats of ${name}, got ${values.length}`);
  }
  let end = 0;
  for (const variable of variables) {
    const part = values.slice(end, end += variable.size);
    tf.tidy(() => variable.assign(tf.tensor(part, variable.shape)));
  }
}
