/**
 * Plans where everything lies in the engine's one memory: parameters, the batch's activations, the sums
 * of each chunk of the batch, each Worker's own scratch, the images. Plain numbers, so that a plan can be
 * posted to a Worker.
 *
 * A batch is cut into blocks of eight images, and its blocks into a fixed number of chunks. What is summed
 * over the batch is summed chunk by chunk, and the chunks' sums are added in their order: so the result
 * does not depend on how many Workers there are, nor on which of them took which chunk.
 *
 * @module
 */
import { DISPLACEMENT_FLOATS } from "../augmentation/warp.ts";
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { LANES, PACKED_DIGIT_BYTES, VALUE_BYTES } from "../kernels/module.ts";
import { isDense, type Network, pooledSize, type Stage } from "../model/network.ts";
import { Arena, checkBatchBytes } from "./arena.ts";
import { CONTROL_INTS, HEARTBEAT_INTS } from "./barrier.ts";
import { type Placement, placeParameters } from "./placement.ts";
import { chooseTile, type WinogradTile } from "./tiling.ts";
import { planUpdates, type UpdateTask } from "./update_tasks.ts";

/** Every stage has its buffers for each block of a batch. */
export interface StageLayout {
  /** Input with its padding around it, per block. */
  field: number;
  fieldStride: number;
  fieldRow: number;
  /** Bytes from the field's start to its first value inside the padding. */
  interior: number;
  /** Pre-activations, later replaced by their gradient, per block. */
  z: number;
  zStride: number;
  /** Gradient of the stage's output, per block. */
  dOut: number;
  dOutStride: number;
  /** Winograd tiling where it pays, and the transformed input, per block. */
  tile?: WinogradTile;
  transformed: number;
  transformedStride: number;
  /** First stage: result of findBounds, four ints per block. */
  bounds: number;
  /** Where {@link hasGradientRows}: the pre-activations' gradients, image after image. */
  gradientRows: number;
}

/** What one Worker derives for one stage. */
export interface StageScratch {
  scale: number;
  shift: number;
  mean: number;
  slope: number;
  offset: number;
  /** Weights made ready: transformed, flipped, both; and the gradient in transformed form. */
  transformedWeights: number;
  flippedWeights: number;
  transformedGradient: number;
}

/** Memory that only one Worker writes. */
export interface WorkerScratch {
  stages: StageScratch[];
  products: number;
  channelSums: number;
  packedDigit: number;
  labels: number;
  softmaxResults: number;
  /** Gradient of one update task, and a dense task's inputs, image after image. */
  taskGradient: number;
  inputRows: number;
}

/** What is summed over the images of one chunk. */
export interface ChunkSums {
  stages: {
    /** Count, mean and squared deviations of z, three doubles a channel. */
    moments: number;
    /** Σ dy and Σ dy · (z − mean), two doubles a channel. */
    activation: number;
  }[];
  /** Gradients of the convolutions' kernels, at the offsets of `Layout.filterOffsets`. */
  filterGradients: number;
  /** Loss sum and correct answers since the last reset, two doubles. */
  totals: number;
}

/** The whole plan. */
export interface Layout extends Placement {
  network: Network;
  stages: StageLayout[];
  chunks: ChunkSums[];
  workers: WorkerScratch[];
  updates: UpdateTask[];
  /** Who took which chunk and which update: one integer each; see claims.ts. */
  chunkClaims: number;
  updateClaims: number;
  /** Bytes from one row of a digit to the next in the first stage's field. */
  imageRow: number;
  blocks: number;
  batchSize: number;
  weights: number;
  average: number;
  firstMoment: number;
  secondMoment: number;
  movingStatistics: number;
  averageStatistics: number;
  matrices: number;
  displacement: number;
  control: number;
  /** A counter of each Worker, {@link HEARTBEAT_INTS} integers apart. */
  heartbeats: number;
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

/** Chunks of a batch: enough that Workers of unequal speed share it fairly. */
export const MOST_CHUNKS = 16;

/**
 * Plans the memory of a network.
 *
 * @throws {InputError} If the batch is too large for the memory that can be addressed.
 */
export function planLayout(network: Network, capacity: Capacity): Layout {
  const { batchSize, workers, images, steps } = capacity;
  const arena = new Arena();
  const batchBlocks = Math.ceil(batchSize / LANES);
  const blocks = Math.max(batchBlocks, workers);
  const placement = placeParameters(network);
  const { parameters, statistics } = placement;
  const stages = network.stages.map((stage, index) =>
    planStage(arena, stage, { blocks, isFirst: index === 0 })
  );
  const updates = planUpdates(network, placement);
  const chunks = Array.from(
    { length: steps > 0 ? Math.min(MOST_CHUNKS, batchBlocks) : 1 },
    () => planChunk(arena, network, placement.filters),
  );
  const layout: Omit<Layout, "bytes"> = {
    ...placement,
    network,
    stages,
    chunks,
    updates,
    blocks,
    batchSize,
    // A dense layer reads the rows one after the other, a convolution in their field.
    imageRow: network.stages[0].height > 1 ? stages[0].fieldRow : IMAGE_SIZE * VALUE_BYTES,
    workers: Array.from(
      { length: workers },
      () => planScratch(arena, network, { stages, updates, images: blocks * LANES }),
    ),
    chunkClaims: arena.allocate(chunks.length * 4),
    updateClaims: arena.allocate(updates.length * 4),
    weights: arena.floats(parameters),
    average: arena.floats(parameters),
    firstMoment: arena.floats(parameters),
    secondMoment: arena.floats(parameters),
    movingStatistics: arena.floats(statistics),
    averageStatistics: arena.floats(statistics),
    matrices: arena.floats(stages.reduce((sum, { tile }) => sum + countMatrixFloats(tile), 0)),
    displacement: arena.floats(DISPLACEMENT_FLOATS),
    control: arena.allocate(CONTROL_INTS * 4),
    heartbeats: arena.allocate(workers * HEARTBEAT_INTS * 4),
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

function planStage(
  arena: Arena,
  stage: Stage,
  { blocks, isFirst }: { blocks: number; isFirst: boolean },
): StageLayout {
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
    fieldStride,
    fieldRow,
    zStride,
    dOutStride,
    tile,
    transformedStride,
    field: arena.allocate(blocks * fieldStride),
    interior: stage.padTop * fieldRow + stage.padLeft * stage.channels * VALUE_BYTES,
    z: arena.allocate(blocks * zStride),
    dOut: arena.allocate(blocks * dOutStride),
    transformed: arena.allocate(blocks * transformedStride),
    bounds: arena.allocate(isFirst ? blocks * 16 : 0),
    gradientRows: arena.allocate(hasGradientRows(stage) ? blocks * zStride : 0),
  };
}

/** Whether the gradient of a stage's weights is computed with eight outputs side by side. */
export function hasGradientRows(stage: Stage): boolean {
  return isDense(stage) && stage.outputs % LANES === 0;
}

function planChunk(arena: Arena, network: Network, filters: number): ChunkSums {
  return {
    stages: network.stages.map(({ outputs }) => ({
      moments: arena.allocate(outputs * 24),
      activation: arena.allocate(outputs * 16),
    })),
    filterGradients: arena.floats(filters),
    totals: arena.allocate(16),
  };
}

function planScratch(
  arena: Arena,
  network: Network,
  { stages, updates, images }: { stages: StageLayout[]; updates: UpdateTask[]; images: number },
): WorkerScratch {
  const widest = Math.max(...network.stages.map((stage) => stage.outputs));
  const products = Math.max(...stages.map(({ tile }, i) => {
    const { outHeight, outputs, height, channels } = network.stages[i];
    return tile ? tile.tiles * tile.points * Math.max(outHeight * outputs, height * channels) : 0;
  }));
  const mostInputs = Math.max(0, ...updates.map((task) => task.kind === "dense" ? task.inputs : 0));
  return {
    stages: network.stages.map((stage, i) => planStageScratch(arena, stage, stages[i].tile)),
    products: arena.allocate(products * VALUE_BYTES),
    channelSums: arena.allocate(widest * 64),
    packedDigit: arena.allocate(PACKED_DIGIT_BYTES),
    labels: arena.allocate(LANES),
    softmaxResults: arena.allocate(LANES * 12),
    taskGradient: arena.floats(Math.max(0, ...updates.map(({ count }) => count))),
    inputRows: arena.floats(images * mostInputs),
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
    transformedWeights: arena.floats(tile ? transformed : 0),
    flippedWeights: arena.floats(transformed),
    transformedGradient: arena.floats(tile ? transformed : 0),
  };
}
