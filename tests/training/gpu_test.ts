import assert from "node:assert/strict";
import { spawnDeno } from "../cli/spawn.ts";
import type { GpuFigures } from "./gpu_fixture.ts";

// Software rendering serves: Debian's package mesa-vulkan-drivers.
const hasGpu = Boolean(await navigator.gpu?.requestAdapter());
if (!hasGpu) console.log("gpu_test.ts is left out: navigator.gpu finds no adapter");

Deno.test({
  name:
    "TensorEngine on a GPU: LeNet-5 does not grow over thirty steps, uploads little, can be compiled",
  ignore: !hasGpu,
  async fn() {
    const { stdout, stderr } = await spawnDeno([
      ...["run", "--quiet", "--allow-all", "tests/training/gpu_fixture.ts"],
    ]);
    // Not the exit code: software drivers have been seen to fall over once all is done.
    assert.match(stdout, /^\{.*\}\n$/, stderr);
    const { memory: [early, late], uploads }: GpuFigures = JSON.parse(stdout);
    assert.equal(late.numTensors, early.numTensors);
    assert.ok(early.numBytesAllocatedInGPU > 0);
    assert.ok(late.numBytesAllocatedInGPU < 1.1 * early.numBytesAllocatedInGPU);
    // The values of thirty steps, kept, would take 300 MB.
    assert.ok(late.rss - early.rss < 120e6, `${early.rss}, then ${late.rss}`);
    // A few a layer; with one a weight and number it would be 186.
    assert.ok(uploads > 0 && uploads < 100, `${uploads} uploads a step`);
  },
});
