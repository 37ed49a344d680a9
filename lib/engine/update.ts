/**
 * The update of the parameters at a step's end, task by task.
 *
 * @module
 */
import { bindFilterGradient, bindMapAxis, updateByAdamW } from "../kernels/calls.ts";
import { LANES, VALUE_BYTES } from "../kernels/module.ts";
import { type Context, floatsAt } from "./context.ts";
import type { Parts } from "./forward.ts";
import { hasGradientRows } from "./layout.ts";
import type { StepBatch, StepOptions } from "./types.ts";
import type { UpdateTask } from "./update_tasks.ts";

/** Where a task finds its gradient: `parts` of them, `step` bytes apart, are added. */
interface Gradient {
  address: number;
  step: number;
  parts: number;
}

/** Makes the function that carries out one of the layout's update tasks. */
export function createUpdate(
  context: Context,
  parts: Parts,
  options: StepOptions,
): (index: number, batch: StepBatch) => void {
  const { kernels, layout } = context;
  const gradients = layout.updates.map((task) => createGradient(context, parts, task));
  return (index, batch) => {
    const { from, count, kind } = layout.updates[index];
    const { decay, ...factors } = computeFactors(context, options, batch.step);
    const gradient = gradients[index](batch), at = from * 4;
    updateByAdamW(kernels, {
      weights: layout.weights + at,
      average: layout.average + at,
      firstMoment: layout.firstMoment + at,
      secondMoment: layout.secondMoment + at,
      gradients: gradient.address,
      gradientStep: gradient.step,
      parts: gradient.parts,
    }, { ...factors, decay: kind === "small" ? 0 : decay, count });
    if (kind === "small") averageStatistics(context, factors.averageRate);
  };
}

function computeFactors({ floats, layout }: Context, options: StepOptions, step: number) {
  const { beta1, beta2, epsilon, weightDecay, emaDecay } = options;
  const learningRate = floats[(layout.learningRates >> 2) + step];
  return {
    stepSize: learningRate / (1 - beta1 ** (step + 1)),
    secondCorrection: 1 / Math.sqrt(1 - beta2 ** (step + 1)),
    decay: learningRate * weightDecay,
    averageRate: 1 - Math.min(emaDecay, (1 + step) / (10 + step)),
    beta1,
    beta2,
    epsilon,
  };
}

function createGradient(
  context: Context,
  parts: Parts,
  task: UpdateTask,
): (batch: StepBatch) => Gradient {
  if (task.kind === "dense") return createDenseGradient(context, task);
  if (task.kind === "small") return createSmallGradient(context, parts, task);
  const { chunks } = context.layout;
  const [first, second = first] = chunks;
  const gradient = {
    address: first.filterGradients + task.filters,
    step: second.filterGradients - first.filterGradients,
    parts: chunks.length,
  };
  return () => gradient;
}

/** Rows of a dense kernel's gradient: Σ over the batch's images of input · gradient. */
function createDenseGradient(
  context: Context,
  { stage: stageIndex, firstInput, inputs, count }: Extract<UpdateTask, { kind: "dense" }>,
): (batch: StepBatch) => Gradient {
  const { kernels, layout, scratch } = context;
  const stage = layout.network.stages[stageIndex], place = layout.stages[stageIndex];
  const { outputs } = stage;
  const input = place.field + firstInput * VALUE_BYTES, { inputRows, taskGradient } = scratch;
  const sum = floatsAt(context, taskGradient, count);
  const gradient = { address: taskGradient, step: 0, parts: 1 };
  const blocksOf = ({ images }: StepBatch) => Math.ceil(images / LANES);
  if (!hasGradientRows(stage)) {
    return (batch) => {
      sum.fill(0);
      bindFilterGradient(kernels, {
        run: inputs,
        outputs,
        rows: 1,
        columns: blocksOf(batch),
        inRow: 0,
        inStep: place.fieldStride,
        gradientRow: 0,
        gradientStep: place.zStride,
      })(input, place.z, taskGradient);
      return gradient;
    };
  }
  // Eight outputs side by side instead of eight images: then no lanes need to be summed in the end.
  return (batch) => {
    const blocks = blocksOf(batch), rowBytes = inputs * VALUE_BYTES;
    sum.fill(0);
    for (let block = 0; block < blocks; block++) {
      const from = input + block * place.fieldStride;
      kernels.deinterleave(from, inputRows + block * rowBytes, inputs, LANES);
    }
    bindMapAxis(kernels, {
      inputs: blocks * LANES,
      outputs: inputs,
      inStep: outputs * 4,
      outStep: outputs * 4,
      rows: outputs / LANES,
      inRow: VALUE_BYTES,
      outRow: VALUE_BYTES,
      accumulate: true,
    })(place.gradientRows, inputRows, taskGradient);
    return gradient;
  };
}

/** Gradients of biases and norms, from sums that the normalisations hold; moves their statistics, too. */
function createSmallGradient(
  context: Context,
  { norms }: Parts,
  { from, count }: UpdateTask,
): () => Gradient {
  const { layout, scratch } = context;
  const gradient = { address: scratch.taskGradient, step: 0, parts: 1 };
  const arena = floatsAt(context, scratch.taskGradient, count);
  const sizes = new Map(
    layout.network.stages.flatMap(({ bias, norm }) =>
      [bias, norm?.gamma, norm?.beta].flatMap((p) => p ? [[p.name, p.size] as const] : [])
    ),
  );
  const gradientOf = (name: string) => {
    const at = layout.offsets[name] / 4 - from;
    return arena.subarray(at, at + sizes.get(name)!);
  };
  return () => {
    arena.fill(0);
    norms.forEach((norm) => norm.finishStep(gradientOf));
    return gradient;
  };
}

function averageStatistics({ floats, layout }: Context, rate: number): void {
  const from = layout.movingStatistics >> 2, to = layout.averageStatistics >> 2;
  for (let i = 0; i < layout.statistics; i++) {
    floats[to + i] += rate * (floats[from + i] - floats[to + i]);
  }
}
