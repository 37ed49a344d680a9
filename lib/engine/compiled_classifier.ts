/**
 * A network compiled for classification on one thread, from plain data: also what runs in a browser,
 * where there is no tfjs.
 *
 * @module
 */
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import { bindActivate } from "../kernels/calls.ts";
import { LANES, VALUE_BYTES } from "../kernels/module.ts";
import { createMemory } from "../kernels/memory.ts";
import { type Context, createContext } from "./context.ts";
import { activationSizes, createParts, createPredictor } from "./forward.ts";
import { planLayout } from "./layout.ts";
import { listMovingStatistics, type Network, pooledSize } from "../model/network.ts";

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
  /**
   * Probabilities, `count * classes`, of ink bytes, `count * 784`.
   *
   * @throws {RangeError} If the bytes are no whole number of digits.
   */
  classify(images: Uint8Array): Float32Array;
  /** Classifies one image and tells what every stage made of it. */
  inspect(image: Uint8Array): { probabilities: Float32Array; stages: StageActivations[] };
  /** What stage `index` hands on, after pooling, for every image: `count * height * width * channels`. */
  embed(images: Uint8Array, index: number): Float32Array;
  /** Classifies with other weights of the same network from now on. */
  update(weights: NamedWeights): void;
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
  const predictor = createPredictor(context, createParts(context), 0);
  const { classes } = network;

  function update(values: NamedWeights): void {
    writeWeights(context, values);
    predictor.prepare(layout.weights, layout.movingStatistics);
  }

  function classify(images: Uint8Array): Float32Array {
    const count = images.length / IMAGE_PIXELS;
    if (!Number.isInteger(count)) {
      throw new RangeError(
        `images: expected whole digits of 784 bytes, got ${images.length} bytes`,
      );
    }
    const probabilities = new Float32Array(count * classes);
    for (let start = 0; start < count; start += BATCH_SIZE) {
      const end = Math.min(count, start + BATCH_SIZE);
      context.bytes.set(images.subarray(start * IMAGE_PIXELS, end * IMAGE_PIXELS), layout.images);
      predictor.run(0, end - start);
      const table = layout.probabilities >> 2;
      const rows = context.floats.subarray(table, table + (end - start) * classes);
      probabilities.set(rows, start * classes);
    }
    return probabilities;
  }

  update(weights);
  return {
    ...{ classify, update },
    inspect(image) {
      const probabilities = classify(image);
      const stages = network.stages.map((_, index) => readStage(context, index));
      return { probabilities, stages };
    },
    embed(images, index) {
      const stage = network.stages[index];
      const shape = { ...pooledSize(stage), channels: stage.outputs };
      const size = shape.height * shape.width * shape.channels;
      const embeddings = new Float32Array(images.length / IMAGE_PIXELS * size);
      // Only the last block's values stay in memory, so one block is run at a time.
      for (let start = 0, at = 0; start < images.length; start += LANES * IMAGE_PIXELS) {
        const block = images.subarray(start, start + LANES * IMAGE_PIXELS);
        classify(block);
        poolStage(context, index);
        for (let lane = 0; lane < block.length / IMAGE_PIXELS; lane++, at += size) {
          embeddings.set(readLane(context, context.layout.stages[index].dOut, { shape, lane }), at);
        }
      }
      return embeddings;
    },
  };
}

function writeWeights({ floats, layout }: Context, weights: NamedWeights): void {
  const moving = listMovingStatistics(layout.network);
  for (const [name, values] of Object.entries(weights)) {
    const arena = moving.has(name) ? layout.movingStatistics : layout.weights;
    floats.set(values, (arena + layout.offsets[name]) >> 2);
  }
}

function readStage(context: Context, index: number): StageActivations {
  const stage = context.layout.network.stages[index], place = context.layout.stages[index];
  const { outHeight: height, outWidth: width, outputs: channels } = stage;
  const shape = { height, width, channels }, pooledShape = { ...pooledSize(stage), channels };
  poolStage(context, index);
  const pooled = readLane(context, place.dOut, { shape: pooledShape, lane: 0 });
  activateStage(context, index, { poolHeight: 1, poolWidth: 1, out: place.z });
  const activation = readLane(context, place.z, { shape, lane: 0 });
  return {
    name: stage.name,
    activation: { ...shape, values: activation },
    pooled: { ...pooledShape, values: pooled },
  };
}

/** Makes a stage's output once more from its z, into its unused gradient. */
function poolStage(context: Context, index: number): void {
  const { poolHeight, poolWidth } = context.layout.network.stages[index];
  activateStage(context, index, { poolHeight, poolWidth, out: context.layout.stages[index].dOut });
}

function activateStage(
  { kernels, layout, scratch }: Context,
  index: number,
  { poolHeight, poolWidth, out }: { poolHeight: number; poolWidth: number; out: number },
): void {
  const stage = layout.network.stages[index];
  const { scale, shift } = scratch.stages[index];
  const outRow = Math.floor(stage.outWidth / poolWidth) * stage.outputs * VALUE_BYTES;
  const sizes = { ...activationSizes(stage), poolHeight, poolWidth };
  bindActivate(kernels, { ...sizes, scale, shift, outRow })(layout.stages[index].z, out);
}

function readLane(
  { floats }: Context,
  address: number,
  { shape, lane }: { shape: { height: number; width: number; channels: number }; lane: number },
): Float32Array {
  const values = new Float32Array(shape.height * shape.width * shape.channels);
  const start = (address >> 2) + lane;
  for (let i = 0; i < values.length; i++) values[i] = floats[start + i * LANES];
  return values;
}
