/**
 * The examiner: a small network beside the model that was trained on its digits and on what is no digit, and
 * has a class for the latter.
 *
 * @module
 */
import type { NamedWeights } from "../engine/compiled_classifier.ts";
import { quantize } from "../engine/quantize.ts";
import { findNetworkFlaw } from "../model/check_network.ts";
import type { Network, Stage } from "../model/network.ts";
import { decodeBytes, encodeBytes } from "./base64.ts";

/** A network of one class more than the model it examines: the last one is for what is none. */
export interface Examiner {
  /** Its stages. */
  network: Network;
  /** Its weights by name. */
  weights: NamedWeights;
}

/** An examiner as plain JSON: kernels in eight bits, norms folded into scales and shifts. */
export interface ExaminerJson {
  /** The stages, each with a bias and without a norm. */
  network: Network;
  /** Of each stage: the kernel's bytes in base64, and of each output the scale and the bias. */
  stages: { kernel: string; scale: number[]; shift: number[] }[];
}

/** Significant figures of scales and shifts: more than eight bits can tell. */
const FIGURES = 5;

/** Encodes an examiner; a quarter of its size, and what it says hardly changes. */
export function encodeExaminer({ network, weights }: Examiner): ExaminerJson {
  const round = (values: Float32Array) =>
    Array.from(values, (value) => Number(value.toPrecision(FIGURES)));
  return {
    network: { ...network, stages: network.stages.map(foldNorm) },
    stages: quantize(network, weights).map(({ kernel, scale, shift }) => ({
      kernel: encodeBytes(kernel),
      scale: round(scale),
      shift: round(shift),
    })),
  };
}

/** The same stage with a bias instead of a norm; dropout is for training alone. */
function foldNorm({ norm: _, ...stage }: Stage): Stage {
  const bias = { name: `${stage.name}/bias`, shape: [stage.outputs], size: stage.outputs };
  return { ...stage, bias, dropout: 0 };
}

/**
 * Decodes an examiner.
 *
 * @param classes Of the model that it examines.
 * @returns What is wrong with it, if anything is.
 */
export function decodeExaminer(json: unknown, classes: number): Examiner | string {
  const { network, stages } = (json ?? {}) as Partial<ExaminerJson>;
  if (!Array.isArray(network?.stages) || !Array.isArray(stages)) return "examiner: a network";
  if (network.classes !== classes + 1) return `examiner: ${classes + 1} classes`;
  const flaw = findNetworkFlaw(network);
  if (flaw) return `examiner.network.${flaw}`;
  if (stages.length !== network.stages.length) return "examiner: weights for each of its stages";
  const weights: NamedWeights = {};
  for (const [i, { kernel, bias, outputs }] of network.stages.entries()) {
    const bytes = decodeBytes(stages[i]?.kernel), { scale, shift } = stages[i] ?? {};
    const isWhole = bytes && bias && bytes.length === kernel?.size &&
      [scale, shift].every((values) => isNumbers(values, outputs));
    if (!isWhole) return `examiner.stages.${i}: a kernel with a scale and a shift for each output`;
    weights[kernel.name] = Float32Array.from(bytes, (value, at) => value * scale![at % outputs]);
    weights[bias.name] = Float32Array.from(shift!);
  }
  return { network, weights };
}

/** The examiner that is left of one when it is encoded. */
export function roundExaminer(examiner: Examiner): Examiner {
  return decodeExaminer(encodeExaminer(examiner), examiner.network.classes - 1) as Examiner;
}

function isNumbers(values: unknown, count: number): boolean {
  return Array.isArray(values) && values.length === count && values.every(Number.isFinite);
}
