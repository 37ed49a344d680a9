/**
 * The numbers of a walk through a network, from one kernel times one patch of the input to the answer.
 *
 * @module
 */
import { IMAGE_SIZE } from "../../dataset/labeled_images.ts";
import type { NamedWeights, StageActivations } from "../../engine/compiled_classifier.ts";
import type { Network, Stage } from "../../model/network.ts";

/** A grid of numbers. */
export interface Grid {
  height: number;
  width: number;
  values: Float32Array;
}

/** One kernel times one patch of the input. */
export interface Product {
  layer: string;
  /** Which map it is a pixel of, and where. */
  map: number;
  row: number;
  column: number;
  /** The first row and column of the patch in the input; negative where it begins beyond its edge. */
  top: number;
  left: number;
  patch: Grid;
  /** Weights, with the norm's factor in them if there is a norm. */
  kernel: Grid;
  bias: number;
  /** The sum of the products, without the bias. */
  sum: number;
  activation: Stage["activation"];
  /** After the activation. */
  value: number;
}

/** Neighbouring pixels pooled into one. */
export interface Pooling {
  layer: string;
  map: number;
  row: number;
  column: number;
  block: Grid;
  isMean: boolean;
  value: number;
}

/** What one unit of the last hidden layer says for a class, and what for its rival. */
export interface Voice {
  unit: number;
  value: number;
  /** Value times weight. */
  amount: number;
}

/** The output's sums. */
export interface Verdict {
  layer: string;
  /** Name of the layer before. */
  before: string;
  digit: number;
  /** The second most probable class. */
  rival: number;
  /** What each class gets before the softmax. */
  scores: Float32Array;
  probabilities: Float32Array;
  /** The units that say most for the answer rather than its rival, and those that say most against it. */
  pro: Voice[];
  contra: Voice[];
}

/** All numbers of a walk. */
export interface Walk {
  product: Product;
  /** The map that the product is a pixel of. */
  map: Grid;
  /** Layers have no pooling in some networks. */
  pooling?: Pooling;
  /** The layers between the first one and the output: name, maps and the side of each. */
  between: { layer: string; maps: number; height: number; width: number }[];
  verdict: Verdict;
}

/** Units that are named on each side. */
const MOST_VOICES = 3;

/** Collects a walk's numbers. */
export function takeWalk(
  { network, weights }: { network: Network; weights: NamedWeights },
  pixels: Uint8Array,
  seen: { stages: readonly StageActivations[]; probabilities: Float32Array },
): Walk {
  const { stages, probabilities } = seen, [first] = network.stages;
  const product = findProduct(first, { weights, pixels, stage: stages[0] });
  const { height, width, channels, values } = stages[0].activation;
  const map = Float32Array.from(
    { length: height * width },
    (_, i) => values[i * channels + product.map],
  );
  return {
    product,
    map: { height, width, values: map },
    pooling: findPooling(network, stages),
    between: network.stages.slice(1, -1).map((
      { name: layer, outputs: maps, outHeight, outWidth },
    ) => ({
      ...{ layer, maps, height: outHeight, width: outWidth },
    })),
    verdict: findVerdict(network, { weights, stages, probabilities }),
  };
}

/** The pixel of the first layer that is most active, and how it came about. */
function findProduct(
  stage: Stage,
  { weights, pixels, stage: { activation } }: {
    weights: NamedWeights;
    pixels: Uint8Array;
    stage: StageActivations;
  },
): Product {
  const { kernelHeight: height, kernelWidth: width, outputs } = stage, { values } = activation;
  const at = values.reduce((best, value, i) => value > values[best] ? i : best, 0);
  const map = at % outputs, place = Math.floor(at / outputs);
  const row = Math.floor(place / activation.width), column = place % activation.width;
  const top = row - stage.padTop, left = column - stage.padLeft;
  const { factor, bias } = foldNorm(stage, weights, map);
  const patch = new Float32Array(height * width), kernel = new Float32Array(height * width);
  for (let i = 0; i < patch.length; i++) {
    const y = top + Math.floor(i / width), x = left + i % width;
    const isInside = y >= 0 && x >= 0 && y < IMAGE_SIZE && x < IMAGE_SIZE;
    patch[i] = isInside ? pixels[y * IMAGE_SIZE + x] / 255 : 0;
    kernel[i] = weights[stage.kernel.name][i * outputs + map] * factor;
  }
  const sum = patch.reduce((sum, value, i) => sum + value * kernel[i], 0);
  return {
    ...{ layer: stage.name, map, row, column, top, left, bias, sum },
    ...{ patch: { height, width, values: patch }, kernel: { height, width, values: kernel } },
    ...{ activation: stage.activation, value: values[at] },
  };
}

/** What a norm multiplies a kernel by, and what is added to the sum. */
function foldNorm(
  { bias, norm }: Stage,
  weights: NamedWeights,
  output: number,
): { factor: number; bias: number } {
  const offset = bias ? weights[bias.name][output] : 0;
  if (!norm) return { factor: 1, bias: offset };
  const at = (name: string | undefined, usual: number) => name ? weights[name][output] : usual;
  const deviation = Math.sqrt(at(norm.movingVariance.name, 1) + norm.epsilon);
  const factor = at(norm.gamma?.name, 1) / deviation;
  return {
    factor,
    bias: at(norm.beta?.name, 0) + (offset - at(norm.movingMean.name, 0)) * factor,
  };
}

/** The most active pixel of the first pooled layer, and those that it is made of. */
function findPooling(network: Network, stages: readonly StageActivations[]): Pooling | undefined {
  const index = network.stages.findIndex(({ poolName }) => poolName !== undefined);
  if (index < 0) return undefined;
  const stage = network.stages[index], { pooled, activation } = stages[index];
  const { poolHeight: height, poolWidth: width, outputs, averagePool: isMean } = stage;
  const at = pooled.values.reduce((best, v, i) => v > pooled.values[best] ? i : best, 0);
  const map = at % outputs, place = Math.floor(at / outputs);
  const row = Math.floor(place / pooled.width), column = place % pooled.width;
  const block = Float32Array.from({ length: height * width }, (_, i) => {
    const y = row * height + Math.floor(i / width), x = column * width + i % width;
    return activation.values[(y * activation.width + x) * outputs + map];
  });
  return {
    ...{ layer: stage.poolName!, map, row, column, isMean, value: pooled.values[at] },
    block: { height, width, values: block },
  };
}

function findVerdict(
  { stages: described, classes }: Network,
  { weights, stages, probabilities }: {
    weights: NamedWeights;
    stages: readonly StageActivations[];
    probabilities: Float32Array;
  },
): Verdict {
  const output = described[described.length - 1], before = described[described.length - 2];
  const inputs = stages[stages.length - 2]?.pooled.values ?? new Float32Array();
  const kernel = weights[output.kernel.name], bias = output.bias && weights[output.bias.name];
  const scores = Float32Array.from(
    { length: classes },
    (_, digit) =>
      inputs.reduce(
        (sum, value, unit) => sum + value * kernel[unit * classes + digit],
        bias?.[digit] ?? 0,
      ),
  );
  const order = Array.from(probabilities.keys())
    .sort((a, b) => probabilities[b] - probabilities[a]);
  const [digit, rival = digit] = order;
  const voices = Array.from(inputs, (value, unit): Voice => {
    const weight = kernel[unit * classes + digit] - kernel[unit * classes + rival];
    return { unit, value, amount: value * weight };
  }).sort((a, b) => b.amount - a.amount);
  return {
    ...{ layer: output.name, before: before?.name ?? "", digit, rival, scores, probabilities },
    pro: voices.slice(0, MOST_VOICES).filter(({ amount }) => amount > 0),
    contra: voices.slice(-MOST_VOICES).reverse().filter(({ amount }) => amount < 0),
  };
}
