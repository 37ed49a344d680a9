/**
 * Per-channel scale and shift of a stage, in the three ways they come about: from the whole batch's
 * moments (training), from the moving statistics (inference), or as 1 and the bias (no normalisation);
 * and what batch normalisation adds to the gradient.
 *
 * Each chunk of a batch leaves the moments of its images; after a barrier every Worker merges all of them
 * in the same order, so all hold the same statistics of the whole batch.
 *
 * @module
 */
import type { Stage } from "../model/network.ts";
import { type Context, floatsAt } from "./context.ts";

/** Scale and shift of one stage. */
export interface Normalization {
  /** Clears a chunk's moments, or its sums for the gradient. */
  clearMoments(chunk: number): void;
  clearSums(chunk: number): void;
  /** Without normalisation: takes over the bias. */
  useBias(): void;
  /** With it: merges all chunks' moments into mean, scale and shift. */
  useBatchMoments(): void;
  /** Scale and shift for inference from an arena of weights and one of moving statistics. */
  useMovingStatistics(weights: number, statistics: number): void;
  /** After the sums: slope and offset of z's gradient. */
  finishSums(batchImages: number): void;
  /** Writes the gradients of gain, offset and bias, as they lie from `address` on; moves the statistics. */
  finishStep(gradientOf: (name: string) => Float32Array): void;
}

/** Creates the normalisation of a stage for one Worker. */
export function createNormalization(context: Context, stageIndex: number): Normalization {
  const { layout } = context;
  const stage = layout.network.stages[stageIndex], { outputs, norm } = stage;
  const views = viewArrays(context, stageIndex);
  const { scale, shift, mean, slope, offset } = views;
  const trained = viewParameters(context, stage, layout.weights);
  const moments = createMomentMerger(context, stageIndex);
  const sums = createSumMerger(context, stageIndex);
  const inverseDeviation = new Float64Array(outputs);

  function useBias(bias?: Float32Array): void {
    scale.fill(1);
    if (bias) shift.set(bias);
    else shift.fill(0);
  }

  function normalize(channel: number, { gamma, beta }: Parameters, variance: number): void {
    inverseDeviation[channel] = 1 / Math.sqrt(variance + norm!.epsilon);
    scale[channel] = (gamma?.[channel] ?? 1) * inverseDeviation[channel];
    shift[channel] = (beta?.[channel] ?? 0) - mean[channel] * scale[channel];
  }

  return {
    clearMoments: moments.clear,
    clearSums: sums.clear,
    useBias: () => useBias(trained.bias),
    useBatchMoments() {
      moments.merge();
      for (let channel = 0; channel < outputs; channel++) {
        mean[channel] = moments.means[channel];
        normalize(channel, trained, moments.variances[channel]);
      }
    },
    useMovingStatistics(weights, statistics) {
      const parameters = viewParameters(context, stage, weights);
      if (!norm) return useBias(parameters.bias);
      const moving = viewStatistics(context, stage, statistics);
      for (let channel = 0; channel < outputs; channel++) {
        // z carries no bias; the moving mean does.
        mean[channel] = moving.means[channel] - (parameters.bias?.[channel] ?? 0);
        normalize(channel, parameters, moving.variances[channel]);
      }
    },
    finishSums(batchImages) {
      sums.merge();
      const count = batchImages * stage.outHeight * stage.outWidth;
      for (let channel = 0; channel < outputs; channel++) {
        const r = inverseDeviation[channel];
        // dz = scale · (dy − Σdy/n − (z − mean) · r² · Σ dy(z − mean)/n)
        slope[channel] = -scale[channel] * r * r * sums.products[channel] / count;
        offset[channel] = -scale[channel] * sums.gradients[channel] / count -
          slope[channel] * mean[channel];
      }
    },
    finishStep(gradientOf) {
      if (!norm) {
        if (!stage.bias) return;
        sums.merge();
        gradientOf(stage.bias.name).set(sums.gradients);
        return;
      }
      // A bias below a norm is without effect.
      if (stage.bias) gradientOf(stage.bias.name).fill(0);
      if (norm.beta) gradientOf(norm.beta.name).set(sums.gradients);
      if (norm.gamma) {
        const into = gradientOf(norm.gamma.name);
        for (let i = 0; i < outputs; i++) into[i] = sums.products[i] * inverseDeviation[i];
      }
      const moving = viewStatistics(context, stage, layout.movingStatistics);
      const rest = 1 - norm.momentum;
      for (let channel = 0; channel < outputs; channel++) {
        const biased = moments.means[channel] + (trained.bias?.[channel] ?? 0);
        moving.means[channel] += (biased - moving.means[channel]) * rest;
        moving.variances[channel] += (moments.variances[channel] - moving.variances[channel]) *
          rest;
      }
    },
  };
}

interface Parameters {
  gamma?: Float32Array;
  beta?: Float32Array;
  bias?: Float32Array;
}

function viewParameters(context: Context, stage: Stage, arena: number): Parameters {
  const view = (parameter?: { name: string }) =>
    parameter &&
    floatsAt(context, arena + context.layout.offsets[parameter.name], stage.outputs);
  return { gamma: view(stage.norm?.gamma), beta: view(stage.norm?.beta), bias: view(stage.bias) };
}

function viewStatistics(context: Context, { norm, outputs }: Stage, arena: number) {
  const { offsets } = context.layout;
  return {
    means: floatsAt(context, arena + offsets[norm!.movingMean.name], outputs),
    variances: floatsAt(context, arena + offsets[norm!.movingVariance.name], outputs),
  };
}

function viewArrays(context: Context, stageIndex: number) {
  const { outputs } = context.layout.network.stages[stageIndex];
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

/** Merges the chunks' (count, mean, squared deviations) in order (Chan, Golub & LeVeque 1979). */
function createMomentMerger({ layout, doubles }: Context, stageIndex: number) {
  const { outputs } = layout.network.stages[stageIndex];
  const starts = layout.chunks.map(({ stages }) => stages[stageIndex].moments >> 3);
  const means = new Float64Array(outputs), variances = new Float64Array(outputs);
  return {
    means,
    variances,
    clear: (chunk: number) => void doubles.fill(0, starts[chunk], starts[chunk] + outputs * 3),
    merge(): void {
      for (let channel = 0; channel < outputs; channel++) {
        let count = 0, mean = 0, deviations = 0;
        for (const start of starts) {
          const at = start + channel * 3, more = doubles[at];
          if (more === 0) continue;
          const delta = doubles[at + 1] - mean, total = count + more, share = more / total;
          mean += delta * share;
          deviations += doubles[at + 2] + delta * delta * count * share;
          count = total;
        }
        means[channel] = mean;
        variances[channel] = deviations / count;
      }
    },
  };
}

/** Adds the chunks' Σ dy and Σ dy · (z − mean) in order. */
function createSumMerger({ layout, doubles }: Context, stageIndex: number) {
  const { outputs } = layout.network.stages[stageIndex];
  const starts = layout.chunks.map(({ stages }) => stages[stageIndex].activation >> 3);
  const gradients = new Float64Array(outputs), products = new Float64Array(outputs);
  return {
    gradients,
    products,
    clear: (chunk: number) => void doubles.fill(0, starts[chunk], starts[chunk] + outputs * 2),
    merge(): void {
      gradients.fill(0);
      products.fill(0);
      for (const start of starts) {
        for (let channel = 0; channel < outputs; channel++) {
          gradients[channel] += doubles[start + 2 * channel];
          products[channel] += doubles[start + 2 * channel + 1];
        }
      }
    },
  };
}
