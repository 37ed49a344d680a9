/**
 * One training step as a Worker sees it: its slots of the batch forward and backward, then its share of
 * the update. Workers meet before and after every batch normalisation, and around the update.
 *
 * A batch need not be full: lanes without an image (they hold an older one) are kept out of the moments,
 * and their gradient is cleared before it could reach a weight; losses are divided by the images there are.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { LANES } from "../kernels/module.ts";
import { mixSeeds } from "../random.ts";
import {
  type Augmentation,
  DISPLACEMENT_ROW_BYTES,
  drawWarp,
  findLongestDisplacement,
} from "../augmentation/warp.ts";
import { type Context, floatsAt } from "./context.ts";
import type { Parts } from "./forward.ts";
import { DISPLACEMENT_BYTES, pooledSize } from "./layout.ts";

/** What does not change from step to step. */
export interface StepOptions {
  seed: number;
  augmentation?: Augmentation;
  labelSmoothing: number;
  /** AdamW. */
  weightDecay: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Share of itself that the averaged model keeps at a step, once warmed up. */
  emaDecay: number;
}

/** Which part of the epoch's order a step trains on. */
export interface StepBatch {
  /** Steps since the start of the run. */
  step: number;
  epoch: number;
  /** Position in the epoch's order of the first image, and how many. */
  first: number;
  images: number;
}

/** Makes the function that runs one step. */
export function createStep(
  context: Context,
  parts: Parts,
  { options, barrier }: { options: StepOptions; barrier: () => void },
): (batch: StepBatch) => void {
  const { kernels, layout, scratch, workerIndex } = context;
  const { stages, classes } = layout.network;
  const last = stages.length - 1;
  const workers = layout.workers.length;
  const load = createLoader(context, options);
  const update = createUpdate(context, options);

  /** Runs `work` on this Worker's slots, telling how many of a slot's lanes hold images. */
  let batch: StepBatch, firstSlot: number, endSlot: number;
  const eachSlot = (work: (slot: number, lanes: number) => void) => {
    for (let slot = firstSlot; slot < endSlot; slot++) {
      work(slot, Math.min(LANES, batch.images - slot * LANES));
    }
  };

  function dropout(index: number, slot: number, address: number): void {
    const rate = stages[index].dropout;
    if (rate === 0) return;
    const { height, width } = pooledSize(stages[index]);
    const seed = mixSeeds(options.seed, batch.step, index);
    // deno-fmt-ignore
    kernels.dropValues(address, height * width * stages[index].outputs, rate * 2 ** 32, 1 / (1 - rate),
      seed, slot * LANES);
  }

  function forward(index: number): void {
    const stage = stages[index], place = layout.stages[index];
    eachSlot((slot, lanes) => {
      if (index === 0) {
        load(batch, slot, lanes);
      } else {
        parts.activate(index - 1, slot);
        dropout(index - 1, slot, place.field + slot * place.fieldStride);
      }
      parts.linears[index].forward(slot);
      if (stage.norm) {
        const pixels = stage.outHeight * stage.outWidth;
        // deno-fmt-ignore
        kernels.addMoments(place.z + slot * place.zStride, pixels, stage.outputs, lanes,
          scratch.stages[index].moments);
      }
    });
    if (stage.norm) barrier();
    parts.norms[index].useBatchMoments();
  }

  function loss(slot: number, lanes: number): void {
    parts.activate(last, slot);
    const labels = scratch.labels, results = scratch.softmaxResults;
    for (let lane = 0; lane < LANES; lane++) {
      const image = lane < lanes
        ? context.ints[(layout.order >> 2) + batch.first + slot * LANES + lane]
        : 0;
      context.bytes[labels + lane] = context.bytes[layout.labels + image];
    }
    // deno-fmt-ignore
    kernels.softmaxGradient(parts.logitsAt(slot), labels, classes, lanes, 1 / batch.images,
      options.labelSmoothing, results);
    addTotals(context, lanes);
  }

  function sums(index: number, slot: number): void {
    const stage = stages[index], place = layout.stages[index], own = scratch.stages[index];
    // deno-fmt-ignore
    kernels.addActivationSums(place.z + slot * place.zStride, place.dOut + slot * place.dOutStride,
      own.scale, own.shift, own.mean, own.sums, scratch.channelSums, stage.outHeight, stage.outWidth,
      stage.outputs, stage.poolHeight, stage.poolWidth, stage.averagePool, stage.activation);
  }

  function backward(index: number): void {
    const stage = stages[index], place = layout.stages[index], own = scratch.stages[index];
    if (stage.norm) barrier();
    parts.norms[index].finishSums(batch.images);
    eachSlot((slot, lanes) => {
      const z = place.z + slot * place.zStride;
      // deno-fmt-ignore
      kernels.replaceByGradient(z, place.dOut + slot * place.dOutStride, own.scale, own.shift, own.slope,
        own.offset, stage.outHeight, stage.outWidth, stage.outputs, stage.poolHeight, stage.poolWidth,
        stage.averagePool, stage.activation);
      if (lanes < LANES) {
        kernels.clearLanes(z, stage.outHeight * stage.outWidth * stage.outputs, lanes);
      }
      const below = layout.stages[index - 1];
      const dInput = below ? below.dOut + slot * below.dOutStride : 0;
      parts.linears[index].backward(slot, dInput);
      if (below) {
        dropout(index - 1, slot, dInput);
        sums(index - 1, slot);
      }
    });
    parts.linears[index].finish(firstSlot, endSlot);
  }

  return (next) => {
    batch = next;
    const slots = Math.ceil(batch.images / LANES);
    firstSlot = Math.floor(slots * workerIndex / workers);
    endSlot = Math.floor(slots * (workerIndex + 1) / workers);
    const gradients = scratch.gradients >> 2;
    context.floats.fill(0, gradients, gradients + layout.parameters);
    parts.linears.forEach((linear) => linear.prepare(layout.weights, true));
    parts.norms.forEach((norm) => norm.reset());
    for (let index = 0; index <= last; index++) forward(index);
    eachSlot((slot, lanes) => {
      loss(slot, lanes);
      sums(last, slot);
    });
    for (let index = last; index >= 0; index--) backward(index);
    barrier();
    update(batch.step);
    barrier();
  };
}

/** Puts images of the batch, warped or plain, into the first stage's field. */
function createLoader(context: Context, { seed, augmentation }: StepOptions) {
  const { kernels, layout, scratch, ints } = context;
  const place = layout.stages[0];
  const plane = floatsAt(context, layout.displacement, DISPLACEMENT_BYTES / 4);
  const reach = (augmentation?.elasticPixels ?? 0) * findLongestDisplacement(plane);
  return (batch: StepBatch, slot: number, lanes: number): void => {
    const field = place.field + slot * place.fieldStride + place.interior;
    for (let lane = 0; lane < lanes; lane++) {
      const position = batch.first + slot * LANES + lane;
      const image = layout.images + ints[(layout.order >> 2) + position] * IMAGE_PIXELS;
      const to = field + lane * 4;
      if (!augmentation) {
        kernels.copyDigit(image, to, layout.imageRow, IMAGE_SIZE, IMAGE_SIZE, 1 / 255);
        continue;
      }
      const warp = drawWarp(mixSeeds(seed, batch.epoch, position), augmentation);
      kernels.packDigit(image, scratch.packedDigit);
      // deno-fmt-ignore
      kernels.warpDigit(scratch.packedDigit, to, layout.imageRow, warp.xx, warp.xy, warp.x0, warp.yx,
        warp.yy, warp.y0, layout.displacement + warp.windowX * 4, layout.displacement + warp.windowY * 4,
        DISPLACEMENT_ROW_BYTES, warp.amplitudeX, warp.amplitudeY, reach);
    }
  };
}

/** Updates this Worker's share of the parameters from the sum of all Workers' gradients. */
function createUpdate(context: Context, options: StepOptions) {
  const { kernels, layout, workerIndex } = context;
  const workers = layout.workers.length;
  const { beta1, beta2, epsilon } = options;
  const bound = (index: number) => Math.floor(layout.parameters / 4 * index / workers) * 4;
  const from = bound(workerIndex), to = bound(workerIndex + 1);
  const gradientStep = workers > 1 ? layout.workers[1].gradients - layout.workers[0].gradients : 0;

  return (step: number): void => {
    const learningRate = context.floats[(layout.learningRates >> 2) + step];
    const stepSize = learningRate / (1 - beta1 ** (step + 1));
    const correction = 1 / Math.sqrt(1 - beta2 ** (step + 1));
    const averageRate = 1 - Math.min(options.emaDecay, (1 + step) / (10 + step));
    const apply = (first: number, end: number, decay: number) => {
      if (end <= first) return;
      const at = first * 4;
      // deno-fmt-ignore
      kernels.adamW(layout.weights + at, layout.average + at, layout.firstMoment + at,
        layout.secondMoment + at, layout.workers[0].gradients + at, gradientStep, workers, end - first,
        stepSize, correction, decay, averageRate, beta1, beta2, epsilon);
    };
    const split = Math.min(Math.max(layout.decayed, from), to);
    apply(from, split, learningRate * options.weightDecay);
    apply(split, to, 0);
    if (workerIndex === 0) averageStatistics(context, averageRate);
  };
}

function averageStatistics({ floats, layout }: Context, rate: number): void {
  const from = layout.movingStatistics >> 2, to = layout.averageStatistics >> 2;
  for (let i = 0; i < layout.statistics; i++) {
    floats[to + i] += rate * (floats[from + i] - floats[to + i]);
  }
}

/** Adds a slot's losses and correct answers to this Worker's totals. */
function addTotals({ floats, ints, bytes, doubles, scratch }: Context, lanes: number): void {
  const results = scratch.softmaxResults >> 2, totals = scratch.totals >> 3;
  for (let lane = 0; lane < lanes; lane++) {
    doubles[totals] += Math.log(floats[results + lane]) - floats[results + LANES + lane];
    if (ints[results + 2 * LANES + lane] === bytes[scratch.labels + lane]) doubles[totals + 1]++;
  }
}
