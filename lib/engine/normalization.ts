/**
 * Per-channel scale and shift of a stage, in the three ways they come about: from the whole batch's
 * moments (training), from the moving statistics (inference), or as 1 and the bias (no normalisation);
 * and what batch normalisation adds to the gradient.
 *
 * Under data parallelism each Worker leaves the moments of its images; after a barrier every Worker
 * merges all of them in the same order, so all hold the statistics of the whole batch, as one would.
 *
 * @module
 */
import { type Context, floatsAt } from "./context.ts";
import type { Stage } from "../model/network.ts";

/** Scale and shift of one stage. */
export interface Normalization {
  /** Clears this Worker's moments and sums before a step. */
  reset(): void;
  /** Merges all Workers' moments into mean, scale and shift; Worker 0 moves the moving statistics. */
  useBatchMoments(): void;
  /** Scale and shift for inference from an arena of weights and one of moving statistics. */
  useMovingStatistics(weights: number, statistics: number): void;
  /** After the sums: slope and offset of z's gradient, and this Worker's parameter gradients. */
  finishSums(batchImages: number): void;
}

/** Creates the normalisation of a stage for one Worker. */
export function createNormalization(context: Context, stageIndex: number): Normalization {
  const { layout, scratch, doubles } = context;
  const stage = layout.network.stages[stageIndex];
  const own = scratch.stages[stageIndex];
  const { outputs } = stage;
  const { scale, shift, mean, slope, offset } = viewArrays(context, stageIndex);
  const all = layout.workers.map((worker) => worker.stages[stageIndex]);
  const parameter = (arena: number, name?: string) =>
    name === undefined ? undefined : floatsAt(context, arena + layout.offsets[name], outputs);
  const parametersIn = (arena: number) => ({
    gamma: parameter(arena, stage.norm?.gamma?.name),
    beta: parameter(arena, stage.norm?.beta?.name),
    bias: parameter(arena, stage.bias?.name),
  });
  const trained = parametersIn(layout.weights), gradients = parametersIn(scratch.gradients);
  const inverseDeviation = new Float64Array(outputs);

  function useBias(bias?: Float32Array): void {
    scale.fill(1);
    if (bias) shift.set(bias);
    else shift.fill(0);
  }

  function normalize(channel: number, parameters: typeof trained, variance: number): void {
    inverseDeviation[channel] = 1 / Math.sqrt(variance + stage.norm!.epsilon);
    scale[channel] = (parameters.gamma?.[channel] ?? 1) * inverseDeviation[channel];
    shift[channel] = (parameters.beta?.[channel] ?? 0) - mean[channel] * scale[channel];
  }

  return {
    reset() {
      doubles.fill(0, own.moments >> 3, (own.moments >> 3) + outputs * 3);
      doubles.fill(0, own.sums >> 3, (own.sums >> 3) + outputs * 2);
    },

    useBatchMoments() {
      if (!stage.norm) return useBias(trained.bias);
      for (let channel = 0; channel < outputs; channel++) {
        const merged = mergeMoments(
          doubles,
          all.map(({ moments }) => (moments >> 3) + channel * 3),
        );
        mean[channel] = merged.mean;
        normalize(channel, trained, merged.variance);
        if (context.workerIndex === 0) move(channel, merged.mean, merged.variance);
      }
    },

    useMovingStatistics(weights, statistics) {
      const parameters = parametersIn(weights);
      if (!stage.norm) return useBias(parameters.bias);
      const movingMean = parameter(statistics, stage.norm.movingMean.name)!;
      const movingVariance = parameter(statistics, stage.norm.movingVariance.name)!;
      for (let channel = 0; channel < outputs; channel++) {
        // z carries no bias; the moving mean does.
        mean[channel] = movingMean[channel] - (parameters.bias?.[channel] ?? 0);
        normalize(channel, parameters, movingVariance[channel]);
      }
    },

    finishSums(batchImages) {
      const count = batchImages * stage.outHeight * stage.outWidth;
      for (let channel = 0; channel < outputs; channel++) {
        const at = (own.sums >> 3) + channel * 2;
        if (!stage.norm) {
          if (gradients.bias) gradients.bias[channel] = doubles[at];
          continue;
        }
        const r = inverseDeviation[channel];
        if (gradients.beta) gradients.beta[channel] = doubles[at];
        if (gradients.gamma) gradients.gamma[channel] = doubles[at + 1] * r;
        let sum = 0, product = 0;
        for (const { sums } of all) {
          sum += doubles[(sums >> 3) + channel * 2];
          product += doubles[(sums >> 3) + channel * 2 + 1];
        }
        // dz = scale · (dy − Σdy/n − (z − mean) · r² · Σ dy(z − mean)/n)
        slope[channel] = -scale[channel] * r * r * product / count;
        offset[channel] = -scale[channel] * sum / count - slope[channel] * mean[channel];
      }
    },
  };

  function move(channel: number, batchMean: number, variance: number): void {
    const { momentum, movingMean, movingVariance } = stage.norm!;
    const means = parameter(layout.movingStatistics, movingMean.name)!;
    const variances = parameter(layout.movingStatistics, movingVariance.name)!;
    const biased = batchMean + (trained.bias?.[channel] ?? 0);
    means[channel] += (biased - means[channel]) * (1 - momentum);
    variances[channel] += (variance - variances[channel]) * (1 - momentum);
  }
}

function viewArrays(context: Context, stageIndex: number) {
  const { outputs }: Stage = context.layout.network.stages[stageIndex];
  const own = context.scratch.stages[stageIndex];
  const view = (address: number) => floatsAt(context, address, outputs);
  return {
    scale: view(own.scale),
    shift: view(own.shift),
    mean: view(own.mean),
    slope: view(own.slope),
    offset: view(own.offset),
  };
}

/** Merges (count, mean, squared deviations) triples in order (Chan, Golub & LeVeque 1979). */
function mergeMoments(
  doubles: Float64Array,
  indices: number[],
): { mean: number; variance: number } {
  let count = 0, mean = 0, deviations = 0;
  for (const i of indices) {
    const more = doubles[i];
    if (more === 0) continue;
    const delta = doubles[i + 1] - mean, total = count + more;
    mean += delta * more / total;
    deviations += doubles[i + 2] + delta * delta * count * more / total;
    count = total;
  }
  return { mean, variance: deviations / count };
}
