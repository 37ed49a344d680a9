import assert from "node:assert/strict";
import { spawnDeno } from "../cli/spawn.ts";
import type { GpuFigures } from "./gpu_fixture.ts";

// In processes of their own, even to look for one: software drivers have been seen to fall over at the end.
const probe = await spawnDeno([
  "eval",
  "console.log(Boolean(await navigator.gpu?.requestAdapter()))",
]);
const hasGpu = probe.stdout.startsWith("true");
// Software rendering serves: Debian's package mesa-vulkan-drivers.
if (!hasGpu) console.log("gpu_test.ts is left out: navigator.gpu finds no adapter");

Deno.test({
  name:
    "LeNet-5 on a GPU follows the compiled engine to 0.5%, does not grow over thirty steps, uploads little, can be compiled",
  ignore: !hasGpu,
  async fn() {
    const { stdout, stderr } = await spawnDeno([
      ...["run", "--quiet", "--allow-all", "tests/training/gpu_fixture.ts"],
    ]);
    assert.match(stdout, /^\{.*\}\n$/, stderr);
    const { memory: [early, late], uploads, losses }: GpuFigures = JSON.parse(stdout);
    assert.equal(losses.gpu.length, 4);
    losses.gpu.forEach((loss, i) => assert.ok(Math.abs(loss / losses.compiled[i] - 1) < 5e-3));
    assert.equal(late.numTensors, early.numTensors);
    assert.ok(early.numBytesAllocatedInGPU > 0);
    assert.ok(late.numBytesAllocatedInGPU < 1.1 * early.numBytesAllocatedInGPU);
    // The values of thirty steps, kept, would take 300 MB.
    assert.ok(late.rss - early.rss < 120e6, `${early.rss}, then ${late.rss}`);
    // A few a layer; with one a weight and number it would be 186.
    assert.ok(uploads > 0 && uploads < 100, `${uploads} uploads a step`);
  },
});
