/** Trains LeNet-5 on a GPU in a process of its own, for gpu_test.ts, and prints what it took. */
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { TrainingEngine } from "../../lib/engine/engine.ts";
import { tf, useBackend } from "../tfjs/tf.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { fromLayersModel, toLayersModel } from "../../lib/tfjs/layers_model.ts";
import { TfjsEngine } from "../../lib/tfjs/tfjs_engine.ts";
import { trainModel } from "../../lib/training/train.ts";
import { assertIdentical } from "../assert_identical.ts";
import { AUGMENTATION, createImages, PLAIN_STEP } from "../engine/in_process.ts";
import { createBars, follow, PLAIN_RECIPE } from "./runs.ts";

const BATCH = 16, EARLY = 10, LATE = 40;

/** What a run on the GPU told of itself. */
export interface GpuFigures {
  /** After ten and after forty steps. */
  memory: ReturnType<typeof measureMemory>[];
  /** Buffers that the last step filled from the processor's side. */
  uploads: number;
  /** Training and validation losses of the same two epochs, epoch by epoch. */
  losses: Record<"gpu" | "compiled", number[]>;
}

/** Tensors, bytes on the GPU whether in use or pooled, and bytes of the process. */
function measureMemory() {
  const { numTensors, numBytesAllocatedInGPU } = tf.memory() as unknown as Record<string, number>;
  return { numTensors, numBytesAllocatedInGPU, rss: Deno.memoryUsage().rss };
}

/** Counts, from now on, the buffers that are filled from the processor's side. */
function countUploads(): () => number {
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  const { createBuffer } = device;
  let count = 0;
  device.createBuffer = (descriptor) => {
    count += Number(descriptor.mappedAtCreation ?? false);
    return createBuffer.call(device, descriptor);
  };
  return () => count;
}

/** Fails unless the compiled engine takes over weights that lie on the GPU. */
async function checkCompiling(layersModel: tf.LayersModel): Promise<void> {
  const kernel = await layersModel.getWeights()[0].data<"float32">();
  const model = await fromLayersModel(layersModel, { classes: DIGIT_CLASSES });
  const engine = await TrainingEngine.create(model, {
    ...{ images: [createImages(1)], batchSize: 1, workers: 1, step: PLAIN_STEP },
    learningRates: new Float32Array(1),
  });
  const { weights } = await engine.readState();
  engine.close();
  assertIdentical(weights.slice(0, kernel.length), kernel);
}

/** Trains LeNet-5 without dropout for two epochs and lists its losses. */
async function listLosses(backend: "webgpu" | "compiled"): Promise<number[]> {
  const { records } = await follow(
    (model, data, options) => trainModel(model, data, { ...options, backend }),
    {
      ...{ data: { train: createBars(60), validation: createBars(20) }, workers: 1 },
      recipe: { ...PLAIN_RECIPE, epochs: 2 },
      createModel: () => createLenet5({ dropout: 0 }),
    },
  );
  return records.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);
}

async function run(): Promise<GpuFigures> {
  const compiled = await listLosses("compiled"), gpu = await listLosses("webgpu");
  await useBackend("webgpu");
  const model = createLenet5(), memory = [];
  const engine = await TfjsEngine.create(model, {
    ...{ images: [createImages(BATCH)], batchSize: BATCH, workers: 1 },
    learningRates: new Float32Array(LATE + 1).fill(1e-3),
    step: { ...PLAIN_STEP, augmentation: AUGMENTATION },
  });
  const order = Uint32Array.from({ length: BATCH }, (_, i) => i);
  for (let step = 0; step < LATE; step++) {
    if (step === EARLY) memory.push(measureMemory());
    await engine.train({ epoch: 0, step, order, position: 0 });
  }
  memory.push(measureMemory());
  const readCount = countUploads();
  await engine.train({ epoch: 0, step: LATE, order, position: 0 });
  const uploads = readCount();
  engine.close();
  await checkCompiling(await toLayersModel(model));
  return { memory, uploads, losses: { gpu, compiled } };
}

if (import.meta.main) {
  console.log(JSON.stringify(await run()));
  Deno.exit(0);
}
