/**
 * One unit forwards and backwards, every number in sight: what backpropagation does in each of a
 * network's units (Rumelhart, Hinton & Williams 1986).
 *
 * The unit answers a yes-or-no question with a probability: p = 1 / (1 + e^−z), z = Σ wᵢxᵢ + b. Its loss is
 * the cross-entropy −ln p where the answer is yes, −ln(1 − p) where it is no.
 *
 * @module
 */

/** A unit's weights, one per input, and its bias. */
export interface SingleUnit {
  /** One per input. */
  readonly weights: readonly number[];
  /** Added to the weighted sum. */
  readonly bias: number;
}

/** What came of an input. */
export interface UnitPass {
  /** Weighted sum of the inputs and the bias. */
  readonly z: number;
  /** Probability of "yes". */
  readonly probability: number;
  /** Cross-entropy in nats. */
  readonly loss: number;
  /** Derivative of the loss by z: probability − answer. */
  readonly dz: number;
  /** Derivatives of the loss by each weight: dz times its input. */
  readonly weightGradients: readonly number[];
  /** Derivative by the bias: dz itself. */
  readonly biasGradient: number;
}

/** Passes an input through a unit, then the loss back through it by the chain rule. */
export function passThroughUnit(
  unit: SingleUnit,
  inputs: readonly number[],
  answer: 0 | 1,
): UnitPass {
  const z = unit.weights.reduce((sum, weight, i) => sum + weight * inputs[i], unit.bias);
  const probability = 1 / (1 + Math.exp(-z));
  const dz = probability - answer;
  return {
    z,
    probability,
    loss: -Math.log(answer === 1 ? probability : 1 - probability),
    dz,
    weightGradients: inputs.map((input) => dz * input),
    biasGradient: dz,
  };
}

/** One weight's derivative, worked out in two ways. */
export interface CheckedGradient {
  /** The input, or "bias". */
  readonly name: string;
  /** The value it multiplies. */
  readonly input: number;
  /** Its value. */
  readonly weight: number;
  /** By the chain rule. */
  readonly gradient: number;
  /** (loss(w + h) − loss(w − h)) / 2h: no calculus, two more forward passes per weight. */
  readonly finiteDifference: number;
}

/**
 * Checks a unit's gradients against finite differences.
 *
 * @param names What the inputs are called.
 * @param h Half the distance between the two losses that are compared.
 */
export function checkUnitGradients(
  unit: SingleUnit,
  inputs: Readonly<Record<string, number>>,
  { answer, h = 1e-4 }: { answer: 0 | 1; h?: number },
): CheckedGradient[] {
  const values = Object.values(inputs);
  const lossOf = (changed: SingleUnit) => passThroughUnit(changed, values, answer).loss;
  const { weightGradients, biasGradient } = passThroughUnit(unit, values, answer);
  const slope = (move: (by: number) => SingleUnit) =>
    (lossOf(move(h)) - lossOf(move(-h))) / (2 * h);
  const rows = Object.entries(inputs).map(([name, input], i) => ({
    name,
    input,
    weight: unit.weights[i],
    gradient: weightGradients[i],
    finiteDifference: slope((by) => ({
      ...unit,
      weights: unit.weights.with(i, unit.weights[i] + by),
    })),
  }));
  const bias = slope((by) => ({ ...unit, bias: unit.bias + by }));
  return [...rows, {
    name: "bias",
    input: 1,
    weight: unit.bias,
    gradient: biasGradient,
    finiteDifference: bias,
  }];
}

/** The ink of a digit's left, middle and right third, each from 0 to 1: three inputs for one unit. */
export function inkOfThirds(image: Uint8Array): { left: number; middle: number; right: number } {
  const side = Math.sqrt(image.length), sums = [0, 0, 0], counts = [0, 0, 0];
  image.forEach((byte, p) => {
    const third = Math.floor(3 * (p % side) / side);
    sums[third] += byte / 255;
    counts[third]++;
  });
  const [left, middle, right] = sums.map((sum, i) => sum / counts[i]);
  return { left, middle, right };
}
