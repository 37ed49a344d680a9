/**
 * A network run forward, one block of eight images at a time.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { bindActivate } from "../kernels/calls.ts";
import { ACTIVATIONS, LANES, VALUE_BYTES } from "../kernels/module.ts";
import { pooledSize, type Stage } from "../model/network.ts";
import type { Context } from "./context.ts";
import type { Linear } from "./linear.ts";
import { createNormalization, type Normalization } from "./normalization.ts";
import { createPlainLinear } from "./plain_linear.ts";
import { createWinogradLinear } from "./winograd_linear.ts";

/** The parts of a network as one Worker holds them, by stage. */
export interface Parts {
  linears: Linear[];
  norms: Normalization[];
  /** Output of stage `index` for a block: into the next stage's field, or the logits after the last. */
  activate(index: number, block: number): void;
  /** Address of a block's logits, later their gradient or the probabilities. */
  logitsAt(block: number): number;
}

/** Creates the parts. */
export function createParts(context: Context): Parts {
  const { layout } = context;
  const { stages } = layout.network;
  const { dOut, dOutStride } = layout.stages.at(-1)!;
  return {
    linears: layout.stages.map(({ tile }, index) =>
      tile ? createWinogradLinear(context, index) : createPlainLinear(context, index)
    ),
    norms: stages.map((_, index) => createNormalization(context, index)),
    logitsAt: (block) => dOut + block * dOutStride,
    activate: createActivations(context),
  };
}

function createActivations(context: Context): Parts["activate"] {
  const { kernels, layout, scratch } = context;
  const { stages } = layout.network;
  const activations = stages.map((stage, index) => {
    const place = layout.stages[index], next = layout.stages.at(index + 1);
    const { scale, shift } = scratch.stages[index];
    // A dense stage reads a picture's values in one row; a convolution reads rows in their field.
    const isWide = next && stages[index + 1].height > 1;
    const outRow = isWide ? next.fieldRow : pooledSize(stage).width * stage.outputs * VALUE_BYTES;
    const activate = bindActivate(kernels, { ...activationSizes(stage), scale, shift, outRow });
    const out = next ? next.field + next.interior : place.dOut;
    const outStride = next ? next.fieldStride : place.dOutStride;
    return (block: number) => activate(place.z + block * place.zStride, out + block * outStride);
  });
  return (index, block) => activations[index](block);
}

/** What the activation kernels are told of a stage. */
export function activationSizes(stage: Stage) {
  return {
    height: stage.outHeight,
    width: stage.outWidth,
    channels: stage.outputs,
    poolHeight: stage.poolHeight,
    poolWidth: stage.poolWidth,
    averagePool: stage.averagePool,
    kind: ACTIVATIONS[stage.activation],
  };
}

/** Classifies images that lie in the engine's memory. */
export interface Predictor {
  /** Takes over weights and moving statistics from their arenas. */
  prepare(weights: number, statistics: number): void;
  /** Leaves the probabilities of images `first` to `end` in the layout's table. */
  run(first: number, end: number): void;
}

/** Creates a predictor that works in block `block`. */
export function createPredictor(context: Context, parts: Parts, block: number): Predictor {
  const { kernels, layout } = context;
  const { stages, classes } = layout.network;
  const place = layout.stages[0];
  const field = place.field + block * place.fieldStride + place.interior;

  function loadImages(first: number, count: number): void {
    for (let lane = 0; lane < count; lane++) {
      const image = layout.images + (first + lane) * IMAGE_PIXELS;
      // deno-fmt-ignore
      kernels.copyDigit(image, field + lane * 4, layout.imageRow, IMAGE_SIZE, IMAGE_SIZE, 1 / 255);
    }
  }

  return {
    prepare(weights, statistics) {
      parts.linears.forEach((linear) => linear.prepare(weights, false));
      parts.norms.forEach((norm) => norm.useMovingStatistics(weights, statistics));
    },
    run(first, end) {
      for (let at = first; at < end; at += LANES) {
        const count = Math.min(LANES, end - at);
        loadImages(at, count);
        for (let index = 0; index < stages.length; index++) {
          parts.linears[index].forward(block);
          parts.activate(index, block);
        }
        const logits = parts.logitsAt(block);
        kernels.softmax(logits, classes);
        kernels.deinterleave(logits, layout.probabilities + at * classes * 4, classes, count);
      }
    },
  };
}
