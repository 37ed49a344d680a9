/**
 * Kernels in eight bits: one scale a filter, its largest weight at ±127.
 *
 * @module
 */
import type { Network } from "../model/network.ts";
import type { NamedWeights } from "./compiled_classifier.ts";

/** A stage's weights as a microcontroller multiplies them: z = scale · Σ q·x + shift. */
export interface QuantizedStage {
  /** `[kernelHeight, kernelWidth, channels, outputs]`, -127 to 127. */
  readonly kernel: Int8Array;
  /** Of each output: step of the kernel's numbers, times the norm's factor. */
  readonly scale: Float32Array;
  /** Of each output: the bias, or what the norm makes of it. */
  readonly shift: Float32Array;
}

/** Quantises every stage; norms are folded into scale and shift. */
export function quantize(network: Network, weights: NamedWeights): QuantizedStage[] {
  return network.stages.map(({ kernel, outputs, bias, norm }) => {
    const values = weights[kernel.name], inputs = values.length / outputs;
    const quantized = new Int8Array(values.length);
    const scale = new Float32Array(outputs), shift = new Float32Array(outputs);
    for (let output = 0; output < outputs; output++) {
      const filter = Array.from({ length: inputs }, (_, i) => values[i * outputs + output]);
      const step = filter.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
      filter.forEach((value, i) => {
        quantized[i * outputs + output] = step === 0 ? 0 : Math.round(value / step);
      });
      const offset = bias ? weights[bias.name][output] : 0;
      const at = (name: string | undefined, usual: number) =>
        name === undefined ? usual : weights[name][output];
      const factor = norm
        ? at(norm.gamma?.name, 1) / Math.sqrt(at(norm.movingVariance.name, 1) + norm.epsilon)
        : 1;
      scale[output] = step * factor;
      shift[output] = norm
        ? at(norm.beta?.name, 0) + (offset - at(norm.movingMean.name, 0)) * factor
        : offset;
    }
    return { kernel: quantized, scale, shift };
  });
}
