/**
 * How the update of the parameters is cut into tasks that Workers take one after the other. The cut
 * depends on the network alone.
 *
 * @module
 */
import { isDense, type Network, type Stage } from "../model/network.ts";
import { padToFour, type Placement } from "./placement.ts";

/** A range of the parameter arena that is updated in one go. */
export type UpdateTask =
  & {
    /** First float of the range, and how many; a multiple of four. */
    from: number;
    count: number;
  }
  & (
    /** Part of a convolution's kernel: its gradients lie in the chunks' sums, `filters` bytes behind the start. */
    | { kind: "filters"; filters: number }
    /** The rows of a dense kernel from `firstInput` on: their gradient is computed by the task itself. */
    | { kind: "dense"; stage: number; firstInput: number; inputs: number }
    /** Biases and norms: their gradients are sums over the chunks' sums. */
    | { kind: "small" }
  );

/** Parameters that a task updates at most, about: their gradient stays in the first-level cache. */
const TASK_FLOATS = 6144;

/** Cuts the update of a network's parameters into tasks, the longest ones first. */
export function planUpdates({ stages }: Network, placement: Placement): UpdateTask[] {
  const { offsets, filterOffsets, decayed, parameters } = placement;
  const dense: UpdateTask[] = [], filters: UpdateTask[] = [];
  stages.forEach((stage, index) => {
    const from = offsets[stage.kernel.name] / 4;
    if (isDense(stage)) dense.push(...cutDense(stage, index, from));
    else filters.push(...cutFilters(stage, from, filterOffsets[index]));
  });
  const small: UpdateTask = { kind: "small", from: decayed, count: parameters - decayed };
  return [...dense, ...filters, small];
}

/** Whole rows of the kernel, four at a time, so that each task begins on a multiple of four floats. */
function cutDense({ channels, outputs, kernel }: Stage, stage: number, from: number): UpdateTask[] {
  const parts = Math.max(1, Math.round(kernel.size / TASK_FLOATS));
  const step = padToFour(Math.ceil(channels / parts));
  const tasks: UpdateTask[] = [];
  for (let firstInput = 0; firstInput < channels; firstInput += step) {
    const inputs = Math.min(step, channels - firstInput);
    const first = from + firstInput * outputs, count = padToFour(inputs * outputs);
    tasks.push({ kind: "dense", stage, firstInput, inputs, from: first, count });
  }
  return tasks;
}

function cutFilters({ kernel }: Stage, from: number, offset: number): UpdateTask[] {
  const total = padToFour(kernel.size), tasks: UpdateTask[] = [];
  for (let first = 0; first < total; first += TASK_FLOATS) {
    const count = Math.min(TASK_FLOATS, total - first);
    tasks.push({ kind: "filters", filters: offset + first * 4, from: from + first, count });
  }
  return tasks;
}
