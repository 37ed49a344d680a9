/**
 * Plans where everything lies in the engine's one memory: parameters, the batch's activations, each
 * Worker's own scratch, the images. Plain numbers, so that a plan can be posted to a Worker.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { LANES, VALUE_BYTES } from "../kernels/module.ts";
import { Arena, checkBatchBytes } from "./arena.ts";
import { CONTROL_INTS } from "./barrier.ts";
import type { Network, Parameter, Stage } from "../model/network.ts";
import { chooseTile, type WinogradTile } from "./tiling.ts";

/** A batch of up to eight images is one slot; every stage has its buffers for each slot. */
export interface StageLayout {
  /** Input with its padding around it, per slot. */
  field: number;
  fieldStride: number;
  fieldRow: number;
  /** Bytes from the field's start to its first value inside the padding. */
  interior: number;
  /** Weighted sums, later replaced by their gradient, per slot. */
  z: number;
  zStride: number;
  /** Gradient of the stage's output, per slot. */
  dOut: number;
  dOutStride: number;
  /** Winograd tiling where it pays, and the transformed input, per slot. */
  tile?: WinogradTile;
  transformed: number;
  transformedStride: number;
}

/** What one Worker computes for one stage; others read `moments` and `sums`. */
export interface StageScratch {
  scale: number;
  shift: number;
  mean: number;
  slope: number;
  offset: number;
  /** Count, mean and squared deviations of z, three doubles a channel. */
  moments: number;
  /** Σ dy and Σ dy · (z − mean), two doubles a channel. */
  sums: number;
  /** Weights made ready: transformed, flipped, both; and the gradient in transformed form. */
  transformedWeights: number;
  flippedWeights: number;
  transformedGradient: number;
}

/** Memory that only one Worker writes. */
export interface WorkerScratch {
  stages: StageScratch[];
  gradients: number;
  products: number;
  channelSums: number;
  packedDigit: number;
  /** Result of findBounds. */
  bounds: number;
  /** A dense stage's inputs and gradients, image after image. */
  rows: number;
  labels: number;
  softmaxResults: number;
  /** Loss sum and correct answers since the last reset, two doubles. */
  totals: number;
}

/** The whole plan. */
export interface Layout {
  network: Network;
  stages: StageLayout[];
  workers: WorkerScratch[];
  /** Bytes from one row of a digit to the next in the first stage's field. */
  imageRow: number;
  slots: number;
  batchSize: number;
  /** Offset of each parameter within a parameter arena, in bytes, by name. */
  offsets: Record<string, number>;
  /** Floats of an arena of trainable parameters; the first `decayed` of them are kernels. */
  parameters: number;
  decayed: number;
  /** Floats of an arena of moving statistics. */
  statistics: number;
  weights: number;
  average: number;
  firstMoment: number;
  secondMoment: number;
  movingStatistics: number;
  averageStatistics: number;
  matrices: number;
  displacement: number;
  control: number;
  order: number;
  images: number;
  labels: number;
  learningRates: number;
  /** Probabilities of a prediction, `[capacity, classes]`. */
  probabilities: number;
  bytes: number;
}

/** What the memory must hold. */
export interface Capacity {
  batchSize: number;
  workers: number;
  /** Images (with labels) that the memory holds. */
  images: number;
  /** Training steps of the whole run, 0 for inference only. */
  steps: number;
}

/** Bytes of the elastic displacement plane; see augmentation.ts. */
export const DISPLACEMENT_BYTES = 156 * 640;

/** Scratch of the packDigit kernel: 29 rows of packed cells, 30 of the digit with its border, its box. */
export const PACKED_DIGIT_BYTES = 29 * 128 + 30 * 64 + 16;

/**
 * Plans the memory of a network.
 *
 * @throws {InputError} If the batch is too large for the memory that can be addressed.
 */
export function planLayout(network: Network, capacity: Capacity): Layout {
  const { batchSize, workers, images, steps } = capacity;
  const arena = new Arena();
  const slots = Math.max(Math.ceil(batchSize / LANES), workers);
  const { offsets, parameters, decayed, statistics } = placeParameters(network);
  const stages = network.stages.map((stage) => planStage(arena, stage, slots));
  const layout: Omit<Layout, "bytes"> = {
    ...{ network, stages, slots, batchSize, offsets, parameters, decayed, statistics },
    // A dense layer reads the rows one after the other, a convolution in their field.
    imageRow: network.stages[0].height > 1 ? stages[0].fieldRow : IMAGE_SIZE * VALUE_BYTES,
    workers: Array.from(
      { length: workers },
      () => planScratch(arena, network, { stages, parameters, slots: Math.ceil(slots / workers) }),
    ),
    weights: arena.floats(parameters),
    average: arena.floats(parameters),
    firstMoment: arena.floats(parameters),
    secondMoment: arena.floats(parameters),
    movingStatistics: arena.floats(statistics),
    averageStatistics: arena.floats(statistics),
    matrices: arena.floats(stages.reduce((sum, { tile }) => sum + countMatrixFloats(tile), 0)),
    displacement: arena.allocate(DISPLACEMENT_BYTES),
    control: arena.allocate(CONTROL_INTS * 4),
    order: arena.allocate(images * 4),
    images: arena.allocate(images * IMAGE_PIXELS),
    labels: arena.allocate(images),
    learningRates: arena.floats(steps),
    probabilities: arena.floats(images * network.classes),
  };
  checkBatchBytes(batchSize, arena.bytes);
  return { ...layout, bytes: arena.bytes };
}

/** A tiling's three matrices, each also transposed; see transforms.ts. */
function countMatrixFloats(tile?: WinogradTile): number {
  return tile ? 2 * tile.points * (tile.points + tile.taps + tile.outputs) : 0;
}

function planStage(arena: Arena, stage: Stage, slots: number): StageLayout {
  const fieldWidth = stage.outWidth + stage.kernelWidth - 1;
  const fieldHeight = stage.outHeight + stage.kernelHeight - 1;
  const fieldRow = fieldWidth * stage.channels * VALUE_BYTES;
  const fieldStride = fieldHeight * fieldRow;
  const zStride = stage.outHeight * stage.outWidth * stage.outputs * VALUE_BYTES;
  const { height, width } = pooledSize(stage);
  const dOutStride = height * width * stage.outputs * VALUE_BYTES;
  const tile = chooseTile(stage);
  const transformedStride = tile
    ? tile.tiles * tile.points * stage.height * stage.channels * VALUE_BYTES
    : 0;
  return {
    ...{ fieldStride, fieldRow, zStride, dOutStride, tile, transformedStride },
    field: arena.allocate(slots * fieldStride),
    interior: stage.padTop * fieldRow + stage.padLeft * stage.channels * VALUE_BYTES,
    z: arena.allocate(slots * zStride),
    dOut: arena.allocate(slots * dOutStride),
    transformed: arena.allocate(slots * transformedStride),
  };
}

/** Whether every output of a stage sees its whole input, and is the only one of its channel. */
export function isDense(stage: Stage): boolean {
  return stage.outHeight * stage.outWidth * stage.kernelHeight * stage.kernelWidth === 1;
}

/** Rows and columns after a stage's pooling. */
export function pooledSize(stage: Stage): { height: number; width: number } {
  return {
    height: Math.floor(stage.outHeight / stage.poolHeight),
    width: Math.floor(stage.outWidth / stage.poolWidth),
  };
}

function planScratch(
  arena: Arena,
  network: Network,
  { stages, parameters, slots }: { stages: StageLayout[]; parameters: number; slots: number },
): WorkerScratch {
  const widest = Math.max(...network.stages.map((stage) => stage.outputs));
  const products = Math.max(...stages.map(({ tile }, i) => {
    const { outHeight, outputs, height, channels } = network.stages[i];
    return tile ? tile.tiles * tile.points * Math.max(outHeight * outputs, height * channels) : 0;
  }));
  const rowValues = Math.max(
    ...network.stages.map((stage) => isDense(stage) ? stage.channels + stage.outputs : 0),
  );
  return {
    stages: network.stages.map((stage, i) => planStageScratch(arena, stage, stages[i].tile)),
    gradients: arena.floats(parameters),
    products: arena.allocate(products * VALUE_BYTES),
    channelSums: arena.allocate(widest * 64),
    packedDigit: arena.allocate(PACKED_DIGIT_BYTES),
    bounds: arena.allocate(16),
    rows: arena.allocate(slots * rowValues * VALUE_BYTES),
    labels: arena.allocate(LANES),
    softmaxResults: arena.allocate(LANES * 12),
    totals: arena.allocate(16),
  };
}

function planStageScratch(arena: Arena, stage: Stage, tile?: WinogradTile): StageScratch {
  const { outputs } = stage;
  const transformed = tile
    ? tile.points * stage.kernelHeight * stage.channels * outputs
    : stage.kernel.size;
  return {
    scale: arena.floats(outputs),
    shift: arena.floats(outputs),
    mean: arena.floats(outputs),
    slope: arena.floats(outputs),
    offset: arena.floats(outputs),
    moments: arena.allocate(outputs * 24),
    sums: arena.allocate(outputs * 16),
    transformedWeights: arena.floats(tile ? transformed : 0),
    flippedWeights: arena.floats(transformed),
    transformedGradient: arena.floats(tile ? transformed : 0),
  };
}

/** Kernels first (weight decay applies to them), then biases and norms; each padded to four floats. */
function placeParameters(network: Network) {
  const offsets: Record<string, number> = {};
  let end = 0;
  const place = (parameter?: Parameter) => {
    if (!parameter) return;
    offsets[parameter.name] = end * 4;
    end += (parameter.size + 3) & ~3;
  };
  network.stages.forEach((stage) => place(stage.kernel));
  const decayed = end;
  for (const { bias, norm } of network.stages) [bias, norm?.gamma, norm?.beta].forEach(place);
  const parameters = end;
  end = 0;
  for (const { norm } of network.stages) [norm?.movingMean, norm?.movingVariance].forEach(place);
  return { offsets, parameters, decayed, statistics: end };
}
