import assert from "node:assert/strict";
import { references } from "../../training/references/mod.ts";
import { assertClose, type KernelMemory, testBuilds } from "../kernel_memory.ts";

const { adamw } = references;
const COUNT = 12, used = adamw.start.length;

/** Nine parameters padded to twelve, their gradient as `parts` parts that add up to it. */
function placeParameters(memory: KernelMemory, parts: number) {
  const pad = (values: number[]) => [...values, ...Array(COUNT - used).fill(0)];
  const start = pad(adamw.start);
  return {
    ...{ weights: memory.put(start), average: memory.put(start), parts },
    ...{ firstMoment: memory.reserve(COUNT), secondMoment: memory.reserve(COUNT) },
    putGradient: (gradient: number[]) =>
      memory.put(Array.from({ length: parts }, () => pad(gradient).map((g) => g / parts)).flat()),
  };
}

function runStep(memory: KernelMemory, at: ReturnType<typeof placeParameters>, step: number): void {
  const { beta1, beta2, epsilon, weightDecay, emaDecay, rates, gradients } = adamw;
  const stepSize = rates[step] / (1 - beta1 ** (step + 1));
  const correction = 1 / Math.sqrt(1 - beta2 ** (step + 1));
  const averageRate = 1 - Math.min(emaDecay, (1 + step) / (10 + step));
  // deno-fmt-ignore
  memory.kernels.adamW(at.weights, at.average, at.firstMoment, at.secondMoment,
    at.putGradient(gradients[step]), COUNT * 4, at.parts, COUNT, stepSize, correction,
    rates[step] * weightDecay, averageRate, beta1, beta2, epsilon);
}

for (const parts of [1, 2, 4]) {
  testBuilds(
    `adamW() follows PyTorch's AdamW and average to 1e-6, gradient in ${parts} parts`,
    (memory) => {
      const at = placeParameters(memory, parts);
      adamw.weights.forEach((wanted, step) => {
        runStep(memory, at, step);
        const got = memory.read(at.weights, used);
        assertClose(got, wanted, { tolerance: 1e-6, what: `step ${step}` });
      });
      assertClose(memory.read(at.average, used), adamw.average, { tolerance: 1e-6 });
    },
  );
}

testBuilds("adamW() leaves padding at zero", (memory) => {
  const at = placeParameters(memory, 2);
  runStep(memory, at, 0);
  const padding = memory.read(at.weights, COUNT).slice(used);
  assert.deepEqual([...padding], [0, 0, 0]);
});
