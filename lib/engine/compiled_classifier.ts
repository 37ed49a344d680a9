/**
 * A network compiled for classification on one thread, from plain data: also what runs in a browser,
 * where there is no tfjs.
 *
 * @module
 */
import { DIGIT_PIXELS } from "../dataset/digits.ts";
import { LANES, VALUE_BYTES } from "../kernels/module.ts";
import { createMemory } from "./arena.ts";
import { type Context, createContext } from "./context.ts";
import { createParts, createPredictor } from "./forward.ts";
import { type Layout, planLayout, pooledSize } from "./layout.ts";
import type { Network } from "./network.ts";

/** Images in the engine's memory at a time. */
const BATCH_SIZE = 512;

/** A network's weights and moving statistics by name. */
export type NamedWeights = Record<string, Float32Array>;

/** What a stage made of the last image of a {@link CompiledClassifier.inspect} call. */
export interface StageActivations {
  /** The weighted layer's name, such as "C1". */
  name: string;
  /** After the activation, before pooling: `[height, width, channels]`. */
  activation: { height: number; width: number; channels: number; values: Float32Array };
  /** After pooling, the same shape as `activation` where the stage has none. */
  pooled: { height: number; width: number; channels: number; values: Float32Array };
}

/** A compiled network. */
export interface CompiledClassifier {
  /** Probabilities, `count * classes`, of ink bytes, `count * 784`. */
  classify(images: Uint8Array): Float32Array;
  /** Classifies one image and tells what every stage made of it. */
  inspect(image: Uint8Array): { probabilities: Float32Array; stages: StageActivations[] };
}

/**
 * Compiles a network.
 *
 * @param module The kernels' build for a memory that is not shared.
 */
export function createCompiledClassifier(
  network: Network,
  weights: NamedWeights,
  module: WebAssembly.Module,
): CompiledClassifier {
  const capacity = { batchSize: 1, workers: 1, images: BATCH_SIZE, steps: 0 };
  const layout = planLayout(network, capacity);
  const memory = createMemory(layout.bytes, false);
  const context = createContext(module, memory, { layout, workerIndex: 0 });
  writeWeights(context, weights);
  const predictor = createPredictor(context, createParts(context), 0);
  predictor.prepare(layout.weights, layout.movingStatistics);
  const { classes } = network;

  function classify(images: Uint8Array): Float32Array {
    const count = images.length / DIGIT_PIXELS;
    const probabilities = new Float32Array(count * classes);
    for (let start = 0; start < count; start += BATCH_SIZE) {
      const end = Math.min(count, start + BATCH_SIZE);
      context.bytes.set(images.subarray(start * DIGIT_PIXELS, end * DIGIT_PIXELS), layout.images);
      predictor.run(0, end - start);
      const table = layout.probabilities >> 2;
      const rows = context.floats.subarray(table, table + (end - start) * classes);
      probabilities.set(rows, start * classes);
    }
    return probabilities;
  }

  return {
    classify,
    inspect(image) {
      const probabilities = classify(image);
      const stages = network.stages.map((_, index) => readStage(context, index));
      return { probabilities, stages };
    },
  };
}

function writeWeights({ floats, layout }: Context, weights: NamedWeights): void {
  const moving = new Set(
    layout.network.stages.flatMap(({ norm }) =>
      norm ? [norm.movingMean.name, norm.movingVariance.name] : []
    ),
  );
  for (const [name, values] of Object.entries(weights)) {
    const arena = moving.has(name) ? layout.movingStatistics : layout.weights;
    floats.set(values, (arena + layout.offsets[name]) >> 2);
  }
}

function readStage(context: Context, index: number): StageActivations {
  const { layout, kernels, scratch } = context;
  const stage = layout.network.stages[index], place = layout.stages[index];
  const { outHeight: height, outWidth: width, outputs: channels } = stage;
  // A second pass over z, without and with pooling, into the stage's unused gradient and z itself.
  const own = scratch.stages[index];
  const pooledShape = { ...pooledSize(stage), channels };
  const run = (poolHeight: number, poolWidth: number, out: number) => {
    const outRow = Math.floor(width / poolWidth) * channels * VALUE_BYTES;
    // deno-fmt-ignore
    kernels.activate(place.z, out, own.scale, own.shift, height, width, channels, poolHeight, poolWidth,
      stage.averagePool, stage.activation, outRow);
  };
  run(stage.poolHeight, stage.poolWidth, place.dOut);
  const pooled = { ...pooledShape, values: firstLane(context, place.dOut, pooledShape) };
  run(1, 1, place.z);
  const shape = { height, width, channels };
  return {
    name: stage.name,
    activation: { ...shape, values: firstLane(context, place.z, shape) },
    pooled,
  };
}

function firstLane(
  { floats }: { floats: Float32Array; layout: Layout },
  address: number,
  { height, width, channels }: { height: number; width: number; channels: number },
): Float32Array {
  return Float32Array.from(
    { length: height * width * channels },
    (_, i) => floats[(address >> 2) + i * LANES],
  );
}
