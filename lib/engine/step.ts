/**
 * One training step as a Worker sees it: forward and backward of the chunks that it takes, then its part
 * of the update.
 *
 * A step is a list of phases. Within a phase a chunk needs nothing of the others, so Workers take chunks
 * as they come free; between two phases they wait until all chunks are done, because batch normalisation
 * needs the whole batch's statistics. What a phase computes does not depend on who computes it.
 *
 * A Worker may come late to a phase that is over, or to a step that is: what it then prepares may be wrong,
 * but it gets no chunk to use it on, because all are taken.
 *
 * A batch need not be full: lanes without an image (they hold an older one) are kept out of the moments,
 * and their gradient is cleared before it could reach a weight; losses are divided by the images there are.
 *
 * @module
 */
import { bindActivationSums, bindReplaceByGradient } from "../kernels/calls.ts";
import { LANES } from "../kernels/module.ts";
import { pooledSize } from "../model/network.ts";
import { mixSeeds } from "../random.ts";
import { countFinished, createBarrier } from "./barrier.ts";
import { createClaims } from "./claims.ts";
import type { Context } from "./context.ts";
import { activationSizes, type Parts } from "./forward.ts";
import type { Layout } from "./layout.ts";
import { createLoader } from "./loader.ts";
import type { StepBatch, StepOptions } from "./types.ts";
import { createUpdate } from "./update.ts";

/** Work on one block of a chunk: `lanes` of its eight images are there. */
interface BlockWork {
  batch: StepBatch;
  block: number;
  lanes: number;
  chunk: number;
}

/** What lies between two barriers. */
interface Phase {
  /** By every Worker, before its first chunk. */
  enter: (batch: StepBatch) => void;
  /** Before and after a chunk's blocks. */
  begin: ((chunk: number) => void)[];
  blocks: ((work: BlockWork) => void)[];
  end: ((chunk: number) => void)[];
}

interface StepHooks {
  options: StepOptions;
  control: Int32Array;
  /** Called by one of the Workers, before the step can end. */
  onUpdate?: (batch: StepBatch) => void;
  /** Called after every block of images, and now and then while waiting. */
  beat: () => void;
  /** Told how long this Worker's pieces of a phase took. */
  note?: (phase: number, pieces: number, ms: number) => void;
}

/** Pieces of work of one step: chunks in each phase, then updates. */
function countPieces({ chunks, updates, network: { stages } }: Layout): number {
  const phases = 1 + 2 * stages.filter(({ norm }) => norm).length;
  return phases * chunks.length + updates.length;
}

/** Makes the function that runs one step: a batch, and how many steps the engine has done before. */
export function createStep(
  context: Context,
  parts: Parts,
  { options, control, onUpdate = () => {}, beat, note = () => {} }: StepHooks,
): (batch: StepBatch, stepsDone: number) => void {
  const { layout, ints, workerIndex } = context;
  const phases = planPhases(context, parts, options);
  const update = createUpdate(context, parts, options);
  const share = (address: number, count: number) =>
    createClaims(ints.subarray(address >> 2, (address >> 2) + count), {
      workerIndex,
      workers: layout.workers.length,
    });
  const eachChunk = share(layout.chunkClaims, layout.chunks.length);
  const eachUpdate = share(layout.updateClaims, layout.updates.length);
  const barrier = createBarrier(control, beat);
  const withoutNorm = parts.norms.filter((_, index) => !layout.network.stages[index].norm);
  const chunks = layout.chunks.length, pieces = countPieces(layout);
  return (batch, stepsDone) => {
    let due = stepsDone * pieces;
    const takePart = (phase: number, take: (finish: () => void) => number) => {
      const startMs = performance.now();
      const taken = take(() => countFinished(control, due | 0));
      note(phase, taken, performance.now() - startMs);
      barrier(due | 0);
    };
    parts.linears.forEach((linear) => linear.prepare(layout.weights, true));
    withoutNorm.forEach((norm) => norm.useBias());
    phases.forEach((phase, index) => {
      phase.enter(batch);
      due += chunks;
      takePart(index, (finish) =>
        eachChunk(stepsDone * phases.length + index, (chunk) => {
          runChunk(phase, batch, { chunk, chunks, beat });
          finish();
        }));
    });
    due += layout.updates.length;
    takePart(phases.length, (finish) =>
      eachUpdate(stepsDone, (index) => {
        if (index === 0) onUpdate(batch);
        update(index, batch);
        finish();
      }));
  };
}

function runChunk(
  { begin, blocks: works, end }: Phase,
  batch: StepBatch,
  { chunk, chunks, beat }: { chunk: number; chunks: number; beat: () => void },
): void {
  const blocks = Math.ceil(batch.images / LANES);
  const first = Math.floor(blocks * chunk / chunks);
  const last = Math.floor(blocks * (chunk + 1) / chunks);
  for (const work of begin) work(chunk);
  for (let block = first; block < last; block++) {
    const lanes = Math.min(LANES, batch.images - block * LANES);
    for (const work of works) work({ batch, block, lanes, chunk });
    beat();
  }
  for (const work of end) work(chunk);
}

/** The phases of a network: forward to the loss, and backward from it. */
function planPhases(context: Context, parts: Parts, options: StepOptions): Phase[] {
  const { stages } = context.layout.network;
  const last = stages.length - 1;
  const phases: Phase[] = [];
  let phase!: Phase;
  const beginPhase = (enter: Phase["enter"]) => {
    phase = { enter, begin: [], blocks: [], end: [] };
    phases.push(phase);
  };
  beginPhase(() => {});
  for (let index = 0; index <= last; index++) {
    addForward(phase, context, { parts, options, index });
    if (stages[index].norm) beginPhase(() => parts.norms[index].useBatchMoments());
  }
  addLoss(phase, context, { parts, options });
  addSums(phase, context, { parts, index: last });
  for (let index = last; index >= 0; index--) {
    if (stages[index].norm) beginPhase(({ images }) => parts.norms[index].finishSums(images));
    addBackward(phase, context, { parts, options, index });
    if (index > 0) addSums(phase, context, { parts, index: index - 1 });
  }
  return phases;
}

interface PhaseParts {
  parts: Parts;
  index: number;
}

/** Stage `index`'s input and pre-activations, and their moments where it has a norm. */
function addForward(
  { begin, blocks }: Phase,
  context: Context,
  { parts, options, index }: PhaseParts & { options: StepOptions },
): void {
  const { kernels, layout } = context;
  const stage = layout.network.stages[index], place = layout.stages[index];
  if (index === 0) {
    const load = createLoader(context, options);
    blocks.push(({ batch, block, lanes }) => load(batch, block, lanes));
  } else {
    blocks.push(({ block }) => parts.activate(index - 1, block));
    const drop = createDropout(context, options, index - 1);
    if (drop) {
      blocks.push(({ batch, block }) =>
        drop(batch, block, place.field + block * place.fieldStride)
      );
    }
  }
  blocks.push(({ block }) => parts.linears[index].forward(block));
  if (!stage.norm) return;
  const pixels = stage.outHeight * stage.outWidth;
  begin.push((chunk) => parts.norms[index].clearMoments(chunk));
  blocks.push(({ block, lanes, chunk }) => {
    const { moments } = layout.chunks[chunk].stages[index];
    kernels.addMoments(place.z + block * place.zStride, pixels, stage.outputs, lanes, moments);
  });
}

/** Probabilities, loss, and the gradient of the logits in their place. */
function addLoss(
  { blocks }: Phase,
  context: Context,
  { parts, options }: { parts: Parts; options: StepOptions },
): void {
  const { kernels, layout, scratch, ints, bytes } = context;
  const { stages, classes } = layout.network;
  const { labels, softmaxResults } = scratch;
  blocks.push(({ batch, block, lanes, chunk }) => {
    parts.activate(stages.length - 1, block);
    for (let lane = 0; lane < LANES; lane++) {
      const position = (layout.order >> 2) + batch.first + block * LANES + lane;
      bytes[labels + lane] = bytes[layout.labels + (lane < lanes ? ints[position] : 0)];
    }
    // deno-fmt-ignore
    kernels.softmaxGradient(parts.logitsAt(block), labels, classes, lanes, 1 / batch.images,
      options.labelSmoothing, softmaxResults);
    addTotals(context, { lanes, chunk });
  });
}

/** Adds a block's losses and correct answers to its chunk's totals. */
function addTotals(
  { floats, ints, bytes, doubles, scratch, layout }: Context,
  { lanes, chunk }: { lanes: number; chunk: number },
): void {
  const results = scratch.softmaxResults >> 2, totals = layout.chunks[chunk].totals >> 3;
  for (let lane = 0; lane < lanes; lane++) {
    doubles[totals] += Math.log(floats[results + lane]) - floats[results + LANES + lane];
    if (ints[results + 2 * LANES + lane] === bytes[scratch.labels + lane]) doubles[totals + 1]++;
  }
}

/** Sums that the gradient through stage `index`'s norm, or of its bias, needs. */
function addSums(
  { begin, blocks }: Phase,
  context: Context,
  { parts, index }: PhaseParts,
): void {
  const { kernels, layout, scratch } = context;
  const stage = layout.network.stages[index], place = layout.stages[index];
  const own = scratch.stages[index];
  const add = bindActivationSums(kernels, {
    ...activationSizes(stage),
    scale: own.scale,
    shift: own.shift,
    mean: own.mean,
    scratch: scratch.channelSums,
  });
  begin.push((chunk) => parts.norms[index].clearSums(chunk));
  blocks.push(({ block, chunk }) => {
    const { activation } = layout.chunks[chunk].stages[index];
    add(place.z + block * place.zStride, place.dOut + block * place.dOutStride, activation);
  });
}

/** Gradients of stage `index`'s pre-activations, weights and input. */
function addBackward(
  { begin, blocks, end }: Phase,
  context: Context,
  { parts, options, index }: PhaseParts & { options: StepOptions },
): void {
  const { kernels, layout, scratch } = context;
  const stage = layout.network.stages[index], place = layout.stages[index];
  const below = layout.stages.at(index - 1)!, own = scratch.stages[index];
  const linear = parts.linears[index], zValues = stage.outHeight * stage.outWidth * stage.outputs;
  const replaceByGradient = bindReplaceByGradient(kernels, {
    ...activationSizes(stage),
    scale: own.scale,
    shift: own.shift,
    slope: own.slope,
    offset: own.offset,
  });
  const drop = index > 0 ? createDropout(context, options, index - 1) : undefined;
  begin.push((chunk) => linear.beginChunk(chunk));
  blocks.push(({ batch, block, lanes, chunk }) => {
    const z = place.z + block * place.zStride;
    replaceByGradient(z, place.dOut + block * place.dOutStride);
    if (lanes < LANES) kernels.clearLanes(z, zValues, lanes);
    const dInput = index > 0 ? below.dOut + block * below.dOutStride : 0;
    linear.backward(block, dInput, chunk);
    drop?.(batch, block, dInput);
  });
  end.push((chunk) => linear.endChunk(chunk));
}

/** Drops what stage `index` hands on, and afterwards its gradient; undefined where it drops nothing. */
function createDropout({ kernels, layout }: Context, { seed }: StepOptions, index: number) {
  const stage = layout.network.stages[index], rate = stage.dropout;
  if (rate === 0) return undefined;
  const { height, width } = pooledSize(stage), values = height * width * stage.outputs;
  return ({ step }: StepBatch, block: number, address: number): void => {
    const key = mixSeeds(seed, step, index);
    kernels.dropValues(address, values, rate * 2 ** 32, 1 / (1 - rate), key, block * LANES);
  };
}
