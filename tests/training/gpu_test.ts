import assert from "node:assert/strict";
import { TrainingEngine } from "../../lib/engine/engine.ts";
import { tf, useBackend } from "../../lib/model/backend.ts";
import { createLenet5 } from "../../lib/model/lenet5.ts";
import { TensorEngine } from "../../lib/training/tensor_engine.ts";
import { assertIdentical } from "../assert_identical.ts";
import { AUGMENTATION, createImages, PLAIN_STEP } from "../engine/in_process.ts";

// Software rendering serves: Debian's package mesa-vulkan-drivers.
const hasGpu = Boolean(await navigator.gpu?.requestAdapter());
if (!hasGpu) console.log("gpu_test.ts is left out: navigator.gpu finds no adapter");

/** Tensors, bytes on the GPU whether in use or pooled, and bytes of the process. */
function measureMemory() {
  const { numTensors, numBytesAllocatedInGPU } = tf.memory() as unknown as Record<string, number>;
  return { numTensors, numBytesAllocatedInGPU, rss: Deno.memoryUsage().rss };
}

Deno.test({
  name: "TensorEngine does not grow with the steps of LeNet-5 on a GPU, and uploads few scalars",
  ignore: !hasGpu,
  async fn() {
    await useBackend("webgpu");
    const before = tf.memory().numTensors, model = createLenet5();
    const engine = await TensorEngine.create(model, {
      ...{ images: [createImages(16)], batchSize: 8, workers: 1 },
      learningRates: new Float32Array(30).fill(1e-3),
      step: { ...PLAIN_STEP, augmentation: AUGMENTATION },
    });
    const order = Uint32Array.from({ length: 8 }, (_, i) => i);
    const train = async (first: number, end: number) => {
      for (let step = first; step < end; step++) {
        await engine.train({ epoch: 0, step, order, position: 0 });
      }
    };
    await train(0, 5);
    const early = measureMemory(), uploads = await countUploads(() => train(5, 6));
    await train(6, 25);
    const late = measureMemory();
    assert.equal(late.numTensors, early.numTensors);
    assert.ok(early.numBytesAllocatedInGPU > 0);
    assert.ok(late.numBytesAllocatedInGPU < 1.1 * early.numBytesAllocatedInGPU);
    assert.ok(late.rss - early.rss < 100e6, `${early.rss}, then ${late.rss}`);
    // One a layer and optimiser's number, not one a weight and number.
    assert.ok(uploads < 100, `${uploads} uploads a step`);
    engine.close();
    await assertCompiles(model);
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
  },
});

/** The compiled engine takes over weights that lie on the GPU. */
async function assertCompiles(model: tf.LayersModel): Promise<void> {
  const kernel = await model.getWeights()[0].data<"float32">();
  const engine = await TrainingEngine.create(model, {
    ...{ images: [createImages(1)], batchSize: 1, workers: 1, step: PLAIN_STEP },
    learningRates: new Float32Array(1),
  });
  const { weights } = await engine.readState();
  engine.close();
  assertIdentical(weights.slice(0, kernel.length), kernel);
}

/** How many buffers `work` fills from the processor's side. */
async function countUploads(work: () => Promise<void>): Promise<number> {
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  const { createBuffer } = device;
  let count = 0;
  device.createBuffer = (descriptor) => {
    count += Number(descriptor.mappedAtCreation ?? false);
    return createBuffer.call(device, descriptor);
  };
  try {
    await work();
  } finally {
    device.createBuffer = createBuffer;
  }
  return count;
}
