/**
 * Kernel calls whose sizes are given by name once, when a network is laid out; what remains of each call
 * is where to read and where to write.
 *
 * @module
 */
import type { Kernels } from "./module.ts";

/** Sizes of a convolution; see `convolve` in assembly/convolution.ts. */
export interface ConvolutionSizes {
  height: number;
  width: number;
  channels: number;
  /** Bytes from one input row to the next. */
  inRow: number;
  kernelHeight: number;
  kernelWidth: number;
  outputs: number;
  padTop: number;
  padLeft: number;
  outHeight: number;
  outWidth: number;
}

/** Binds a convolution's sizes. */
export function bindConvolve(kernels: Kernels, sizes: ConvolutionSizes) {
  const { height, width, channels, inRow, kernelHeight, kernelWidth, outputs } = sizes;
  const { padTop, padLeft, outHeight, outWidth } = sizes;
  return (input: number, weights: number, output: number): void =>
    // deno-fmt-ignore
    kernels.convolve(input, weights, output, height, width, channels, inRow, kernelHeight, kernelWidth,
      outputs, padTop, padLeft, outHeight, outWidth);
}

/** Sizes of a multiplication along one axis; see `mapAxis` in assembly/convolution.ts. */
export interface MapAxisSizes {
  inputs: number;
  outputs: number;
  inStep: number;
  outStep: number;
  rows: number;
  inRow: number;
  outRow: number;
  /** Values side by side. Default 1. */
  values?: number;
  /** Add to what the output holds. Default false. */
  accumulate?: boolean;
}

/** Binds a multiplication's sizes. */
export function bindMapAxis(kernels: Kernels, sizes: MapAxisSizes) {
  const { inputs, outputs, inStep, outStep, rows, inRow, outRow } = sizes;
  const { values = 1, accumulate = false } = sizes;
  return (input: number, matrix: number, output: number): void =>
    // deno-fmt-ignore
    kernels.mapAxis(input, matrix, output, inputs, outputs, inStep, outStep, rows, inRow, outRow, values,
      accumulate);
}

/** Sizes of a correlation; see `addFilterGradient` in assembly/filter_gradient.ts. */
export interface FilterGradientSizes {
  run: number;
  outputs: number;
  rows: number;
  columns: number;
  inRow: number;
  inStep: number;
  gradientRow: number;
  gradientStep: number;
}

/** Binds a correlation's sizes. */
export function bindFilterGradient(kernels: Kernels, sizes: FilterGradientSizes) {
  const { run, outputs, rows, columns, inRow, inStep, gradientRow, gradientStep } = sizes;
  return (input: number, gradient: number, into: number): void =>
    // deno-fmt-ignore
    kernels.addFilterGradient(input, gradient, into, run, outputs, rows, columns, inRow, inStep,
      gradientRow, gradientStep);
}

/** Sizes of an activation with its pooling; see assembly/activation.ts. */
export interface ActivationSizes {
  height: number;
  width: number;
  channels: number;
  poolHeight: number;
  poolWidth: number;
  averagePool: boolean;
  /** One of `ACTIVATIONS`. */
  kind: number;
}

/** What a stage's activation reads beside z: per channel, one float each. */
export interface ScaleAddresses {
  scale: number;
  shift: number;
}

/** Binds the activation of scale · z + shift; `outRow` is bytes from one row of the output to the next. */
export function bindActivate(
  kernels: Kernels,
  sizes: ActivationSizes & ScaleAddresses & { outRow: number },
) {
  const { scale, shift, height, width, channels, poolHeight, poolWidth, averagePool, kind } = sizes;
  const { outRow } = sizes;
  return (z: number, out: number): void =>
    // deno-fmt-ignore
    kernels.activate(z, out, scale, shift, height, width, channels, poolHeight, poolWidth, averagePool, kind,
      outRow);
}

/** Binds the sums that batch normalisation's gradient needs. */
export function bindActivationSums(
  kernels: Kernels,
  sizes: ActivationSizes & ScaleAddresses & { mean: number; scratch: number },
) {
  const { scale, shift, mean, scratch, height, width, channels } = sizes;
  const { poolHeight, poolWidth, averagePool, kind } = sizes;
  return (z: number, dOut: number, sums: number): void =>
    // deno-fmt-ignore
    kernels.addActivationSums(z, dOut, scale, shift, mean, sums, scratch, height, width, channels,
      poolHeight, poolWidth, averagePool, kind);
}

/** Binds the replacement of z by its gradient. */
export function bindReplaceByGradient(
  kernels: Kernels,
  sizes: ActivationSizes & ScaleAddresses & { slope: number; offset: number },
) {
  const { scale, shift, slope, offset, height, width, channels } = sizes;
  const { poolHeight, poolWidth, averagePool, kind } = sizes;
  return (z: number, dOut: number): void =>
    // deno-fmt-ignore
    kernels.replaceByGradient(z, dOut, scale, shift, slope, offset, height, width, channels, poolHeight,
      poolWidth, averagePool, kind);
}

/** Where AdamW finds a range of parameters, all at the same offset within their arenas. */
export interface AdamWAddresses {
  weights: number;
  average: number;
  firstMoment: number;
  secondMoment: number;
  /** The first of `parts` gradients that are added, `gradientStep` bytes apart. */
  gradients: number;
  gradientStep: number;
  parts: number;
}

/** What a step of AdamW multiplies by; see assembly/optimizer.ts. */
export interface AdamWFactors {
  stepSize: number;
  secondCorrection: number;
  decay: number;
  averageRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** Updates `count` parameters, a multiple of four. */
export function updateByAdamW(
  kernels: Kernels,
  { weights, average, firstMoment, secondMoment, gradients, gradientStep, parts }: AdamWAddresses,
  { count, ...factors }: AdamWFactors & { count: number },
): void {
  const { stepSize, secondCorrection, decay, averageRate, beta1, beta2, epsilon } = factors;
  // deno-fmt-ignore
  kernels.adamW(weights, average, firstMoment, secondMoment, gradients, gradientStep, parts, count,
    stepSize, secondCorrection, decay, averageRate, beta1, beta2, epsilon);
}
